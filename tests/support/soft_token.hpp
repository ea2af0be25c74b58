// SoftToken: a PKCS#11 token of SoftHSM's in a folder of the test's own, with root keys in it.
//
// Threads: one at a time in a program: SoftHSM finds its folder by the environment.
#pragma once

#include <string>

#include "tests/support/temporary_folder.hpp"

namespace clarion::test {

class SoftToken {
public:
    static constexpr const char* kModule = "/usr/lib/softhsm/libsofthsm2.so";
    // The same with what SoftHSM cannot: see pretend_token.cpp.
    static constexpr const char* kPretendModule = CLARION_PRETEND_TOKEN;
    static constexpr const char* kLabel = "clarion test token";
    static constexpr const char* kPin = "4321";

    SoftToken();

    // A key pair that openssl makes once a program for each kind: `RSA:3072`, `RSA:2048`, `EC`.
    void add_key(const std::string& label, const std::string& kind = "RSA:3072");
    void add_token(const std::string& label);
    void take_away();
    void bring_back();
    // Holds the PIN, mode 0600.
    [[nodiscard]] std::string pin_file() const { return folder_.file("pin"); }
    void write_pin(const std::string& pin) const;

private:
    TemporaryFolder folder_;
};

}  // namespace clarion::test
