#include "adapters/keys/pkcs11_module.hpp"

#include <dlfcn.h>

#include "engine/ports/failures.hpp"

namespace clarion::keys {

namespace {

constexpr const char* kEntry = "C_GetFunctionList";

[[noreturn]] void refuse(const std::string& path, const std::string& why) {
    throw ports::KeyUnavailable(path + ": " + why);
}

}  // namespace

Pkcs11Module::Pkcs11Module(const std::string& path)
    : library_(::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL)) {
    if (library_ == nullptr) {
        const char* why = ::dlerror();
        refuse(
            path,
            "the token's module cannot be loaded; install it, or name the right one in "
            "`clarion.root`: " +
                std::string(why == nullptr ? "no reason given" : why)
        );
    }
    const auto entry = reinterpret_cast<CK_C_GetFunctionList>(::dlsym(library_, kEntry));
    if (entry == nullptr || entry(&calls_) != CKR_OK || calls_ == nullptr) {
        ::dlclose(library_);
        refuse(path, "is no PKCS#11 module");
    }
    CK_C_INITIALIZE_ARGS asked{};
    asked.flags = CKF_OS_LOCKING_OK;
    const CK_RV answer = calls_->C_Initialize(&asked);
    if (answer != CKR_OK) {
        ::dlclose(library_);
        refuse(
            path,
            "the token's module does not begin (PKCS#11 error " + std::to_string(answer) +
                "); see its maker's settings and whether the token is connected"
        );
    }
}

Pkcs11Module::~Pkcs11Module() {
    static_cast<void>(calls_->C_Finalize(nullptr));
    ::dlclose(library_);
}

}  // namespace clarion::keys
