// Pkcs11Module: a PKCS#11 library, loaded and begun; ended and let go of with this.
//
// Threads: one at a time in a program: PKCS#11 is begun once for all.
// Failure: throws KeyUnavailable with the path.
#pragma once

#include <p11-kit/pkcs11.h>

#include <string>

namespace clarion::keys {

class Pkcs11Module {
public:
    explicit Pkcs11Module(const std::string& path);
    ~Pkcs11Module();
    Pkcs11Module(const Pkcs11Module&) = delete;
    Pkcs11Module& operator=(const Pkcs11Module&) = delete;

    [[nodiscard]] const CK_FUNCTION_LIST* operator->() const { return calls_; }

private:
    void* library_ = nullptr;
    CK_FUNCTION_LIST* calls_ = nullptr;
};

}  // namespace clarion::keys
