// A PKCS#11 module before SoftHSM's, for what SoftHSM cannot: RSA-OAEP with SHA-256 inside the
// token, tries that run out, a token that is taken away in the middle.
//
// PRETEND_TOKEN=final-try|locked|refuses-oaep|taken-away   what it does (nothing of it otherwise)
// PRETEND_TOKEN_SEEN=FILE   a line for each PIN that is sent to it and each way it decrypts by
#define OPENSSL_SUPPRESS_DEPRECATED
#include <dlfcn.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <p11-kit/pkcs11.h>

#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

namespace {

CK_FUNCTION_LIST real;
CK_FUNCTION_LIST ours;
bool takes_padding_off = false;

bool is_asked(const std::string& what) {
    const char* asked = std::getenv("PRETEND_TOKEN");
    return asked != nullptr && what == asked;
}

void note(const char* what) {
    if (const char* file = std::getenv("PRETEND_TOKEN_SEEN"))
        std::ofstream(file, std::ios::app) << what << "\n";
}

CK_RV token_info(CK_SLOT_ID slot, CK_TOKEN_INFO* info) {
    const CK_RV answer = real.C_GetTokenInfo(slot, info);
    if (is_asked("final-try")) info->flags |= CKF_USER_PIN_COUNT_LOW | CKF_USER_PIN_FINAL_TRY;
    if (is_asked("locked")) info->flags |= CKF_USER_PIN_LOCKED;
    return answer;
}

CK_RV login(CK_SESSION_HANDLE session, CK_USER_TYPE user, CK_UTF8CHAR* pin, CK_ULONG size) {
    note("pin");
    return real.C_Login(session, user, pin, size);
}

CK_RV decrypt_init(CK_SESSION_HANDLE session, CK_MECHANISM* way, CK_OBJECT_HANDLE key) {
    takes_padding_off = way->mechanism == CKM_RSA_PKCS_OAEP && !is_asked("refuses-oaep");
    if (!takes_padding_off) {
        if (way->mechanism == CKM_RSA_X_509) note("bare");
        return real.C_DecryptInit(session, way, key);
    }
    note("oaep");
    const auto* asked = static_cast<CK_RSA_PKCS_OAEP_PARAMS*>(way->pParameter);
    if (asked->hashAlg != CKM_SHA256 || asked->mgf != CKG_MGF1_SHA256)
        return CKR_MECHANISM_PARAM_INVALID;
    CK_MECHANISM bare{CKM_RSA_X_509, nullptr, 0};
    return real.C_DecryptInit(session, &bare, key);
}

CK_RV decrypt(
    CK_SESSION_HANDLE session, CK_BYTE* wrapped, CK_ULONG size, CK_BYTE* out, CK_ULONG* out_size
) {
    if (is_asked("taken-away")) return CKR_DEVICE_REMOVED;
    if (!takes_padding_off) return real.C_Decrypt(session, wrapped, size, out, out_size);
    std::vector<CK_BYTE> block(size);
    CK_ULONG block_size = block.size();
    const CK_RV answer = real.C_Decrypt(session, wrapped, size, block.data(), &block_size);
    if (answer != CKR_OK) return answer;
    const int length = static_cast<int>(block_size);
    const int text = RSA_padding_check_PKCS1_OAEP_mgf1(
        out,
        static_cast<int>(*out_size),
        block.data(),
        length,
        length,
        nullptr,
        0,
        EVP_sha256(),
        EVP_sha256()
    );
    if (text < 0) return CKR_ENCRYPTED_DATA_INVALID;
    *out_size = static_cast<CK_ULONG>(text);
    return CKR_OK;
}

}  // namespace

extern "C" __attribute__((visibility("default"))) CK_RV C_GetFunctionList(CK_FUNCTION_LIST** calls
) {
    void* library = ::dlopen("/usr/lib/softhsm/libsofthsm2.so", RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) return CKR_GENERAL_ERROR;
    const auto entry =
        reinterpret_cast<CK_C_GetFunctionList>(::dlsym(library, "C_GetFunctionList"));
    CK_FUNCTION_LIST* of_softhsm = nullptr;
    if (entry == nullptr || entry(&of_softhsm) != CKR_OK) return CKR_GENERAL_ERROR;
    real = *of_softhsm;
    ours = real;
    ours.C_GetTokenInfo = token_info;
    ours.C_Login = login;
    ours.C_DecryptInit = decrypt_init;
    ours.C_Decrypt = decrypt;
    *calls = &ours;
    return CKR_OK;
}
