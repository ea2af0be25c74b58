#include "tests/support/soft_token.hpp"

#include <sys/stat.h>

#include <fstream>
#include <map>

#include "tests/support/text_file.hpp"

namespace clarion::test {

namespace {

void run(const std::string& command) {
    if (std::system((command + " >/dev/null 2>&1").c_str()) != 0)
        throw std::runtime_error("failed: " + command);
}

}  // namespace

SoftToken::SoftToken() {
    std::filesystem::create_directory(folder_ / "tokens");
    std::ofstream(folder_.file("softhsm.conf"))
        << "directories.tokendir = " << folder_.file("tokens")
        << "\nobjectstore.backend = file\nlog.level = ERROR\n";
    ::setenv("SOFTHSM2_CONF", folder_.file("softhsm.conf").c_str(), 1);
    add_token(kLabel);
    write_pin(std::string(kPin) + "\n");
}

void SoftToken::add_token(const std::string& label) {
    run("softhsm2-util --init-token --free --so-pin 87654321 --pin " + std::string(kPin) +
        " --label '" + label + "'");
}

void SoftToken::add_key(const std::string& label, const std::string& kind) {
    static std::map<std::string, std::string> made;
    const std::string file = folder_.file("key.pem");
    if (!made.contains(kind)) {
        const std::string how = kind == "EC" ? "EC -pkeyopt ec_paramgen_curve:P-256"
                                             : "RSA -pkeyopt rsa_keygen_bits:" + kind.substr(4);
        run("openssl genpkey -out " + file + " -algorithm " + how);
        made[kind] = text_in(file);
    }
    std::ofstream(file) << made[kind];
    static int number = 10;
    run("softhsm2-util --import " + file + " --token '" + kLabel + "' --label '" + label +
        "' --id " + std::to_string(number++) + " --pin " + kPin);
}

void SoftToken::take_away() {
    std::filesystem::rename(folder_ / "tokens", folder_ / "away");
    std::filesystem::create_directory(folder_ / "tokens");
}

void SoftToken::bring_back() {
    std::filesystem::remove(folder_ / "tokens");
    std::filesystem::rename(folder_ / "away", folder_ / "tokens");
}

void SoftToken::write_pin(const std::string& pin) const {
    std::ofstream(pin_file()) << pin;
    ::chmod(pin_file().c_str(), 0600);
}

}  // namespace clarion::test
