#include "adapters/keys/root_token.hpp"

#include <p11-kit/pkcs11.h>

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "adapters/keys/pkcs11_module.hpp"
#include "adapters/keys/refused_pin.hpp"
#include "adapters/keys/root_wrap.hpp"
#include "engine/ports/failures.hpp"

namespace clarion::keys {

namespace {

constexpr std::size_t kKeysLookedFor = 2;  // one, and whether it is the only one

std::string name_of(CK_RV answer) {
    switch (answer) {
        case CKR_DEVICE_ERROR:
            return "device error";
        case CKR_DEVICE_REMOVED:
        case CKR_TOKEN_NOT_PRESENT:
            return "the token was taken away";
        case CKR_FUNCTION_FAILED:
        case CKR_GENERAL_ERROR:
            return "it failed";
        case CKR_KEY_FUNCTION_NOT_PERMITTED:
            return "the key may not decrypt";
        case CKR_USER_PIN_NOT_INITIALIZED:
            return "no user PIN was set";
        default:
            return "PKCS#11 error " + std::to_string(answer);
    }
}

std::string_view label_of(const CK_TOKEN_INFO& info) {
    std::string_view label(reinterpret_cast<const char*>(info.label), sizeof info.label);
    const auto last = label.find_last_not_of(std::string_view(" \0", 2));
    return label.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

CK_ATTRIBUTE attribute(CK_ATTRIBUTE_TYPE type, void* value, std::size_t size) {
    return {type, value, static_cast<CK_ULONG>(size)};
}

}  // namespace

struct RootToken::Parts {
    Parts(const RootPlace& where, const std::string& marker) : place(where), module(where.module) {
        open_session(slot_of_token());
        log_in(marker);
        key = find_key();
    }
    ~Parts() {
        if (has_session) static_cast<void>(module->C_CloseSession(session));
    }
    Parts(const Parts&) = delete;
    Parts& operator=(const Parts&) = delete;

    [[noreturn]] void refuse(const std::string& why) const {
        throw ports::KeyUnavailable(
            "root key `" + place.object + "` in token `" + place.token + "` (" + place.module +
            "): " + why
        );
    }
    void require(CK_RV answer, const std::string& what) const {
        if (answer != CKR_OK) refuse(what + ": " + name_of(answer));
    }

    CK_SLOT_ID slot_of_token() {
        CK_ULONG count = 0;
        require(module->C_GetSlotList(CK_TRUE, nullptr, &count), "its tokens cannot be listed");
        std::vector<CK_SLOT_ID> slots(count);
        require(
            module->C_GetSlotList(CK_TRUE, slots.data(), &count), "its tokens cannot be listed"
        );
        slots.resize(std::min<std::size_t>(count, slots.size()));
        std::optional<CK_SLOT_ID> found;
        for (const CK_SLOT_ID slot : slots) {
            CK_TOKEN_INFO seen{};
            if (module->C_GetTokenInfo(slot, &seen) != CKR_OK || label_of(seen) != place.token)
                continue;
            if (found) refuse("two tokens have that label: name them apart");
            found = slot;
            info = seen;
        }
        if (!found) {
            refuse(
                "the token is not there; connect it, or name the right one in `clarion.root`, and "
                "start again"
            );
        }
        return *found;
    }

    void open_session(CK_SLOT_ID slot) {
        require(
            module->C_OpenSession(slot, CKF_SERIAL_SESSION, nullptr, nullptr, &session),
            "no session can be opened"
        );
        has_session = true;
    }

    void log_in(const std::string& marker) {
        if ((info.flags & CKF_LOGIN_REQUIRED) == 0) return;
        if ((info.flags & CKF_USER_PIN_LOCKED) != 0)
            refuse("its PIN is locked: unlock it with the tool of its maker");
        if ((info.flags & CKF_USER_PIN_FINAL_TRY) != 0) {
            refuse("one try is left before its PIN locks: log in once by the tool of its maker");
        }
        const SecretBytes pin = read_pin(place);
        const std::string file = pin_file_of(place);
        if (was_refused(marker, pin)) {
            refuse(
                "it refused the PIN in " + file +
                " before, which is not tried again: put the right one there; if the token's own "
                "was "
                "changed to it, remove " +
                marker
            );
        }
        SecretBytes sent(pin.size());  // PKCS#11 asks for bytes that it might change
        std::ranges::copy(pin.bytes(), sent.bytes().begin());
        const CK_RV answer = module->C_Login(session, CKU_USER, sent.bytes().data(), sent.size());
        if (answer == CKR_PIN_LOCKED)
            refuse("its PIN is locked: unlock it with the tool of its maker");
        if (answer == CKR_PIN_INCORRECT || answer == CKR_PIN_INVALID ||
            answer == CKR_PIN_LEN_RANGE) {
            remember_refused(marker, pin);
            refuse("it refuses the PIN in " + file + ": put the right one there");
        }
        if (answer != CKR_USER_ALREADY_LOGGED_IN) require(answer, "it lets nobody log in");
        forget_refused(marker);
    }

    CK_OBJECT_HANDLE find_key() {
        CK_OBJECT_CLASS wanted = CKO_PRIVATE_KEY;
        std::string label = place.object;
        std::array search{
            attribute(CKA_CLASS, &wanted, sizeof wanted),
            attribute(CKA_LABEL, label.data(), label.size())};
        require(
            module->C_FindObjectsInit(session, search.data(), search.size()),
            "its keys cannot be looked through"
        );
        std::array<CK_OBJECT_HANDLE, kKeysLookedFor> found{};
        CK_ULONG count = 0;
        const CK_RV answer = module->C_FindObjects(session, found.data(), found.size(), &count);
        static_cast<void>(module->C_FindObjectsFinal(session));
        require(answer, "its keys cannot be looked through");
        if (count == 0) refuse("it has no private key of that label");
        if (count > 1) refuse("it has two private keys of that label: name them apart");
        CK_KEY_TYPE type = 0;
        CK_ATTRIBUTE asked = attribute(CKA_KEY_TYPE, &type, sizeof type);
        require(module->C_GetAttributeValue(session, found[0], &asked, 1), "it says no key's type");
        if (type != CKK_RSA) refuse("that key is no RSA key");
        return found[0];
    }

    ports::Bytes number_in_key(CK_ATTRIBUTE_TYPE type) {
        CK_ATTRIBUTE asked = attribute(type, nullptr, 0);
        require(module->C_GetAttributeValue(session, key, &asked, 1), "it says no public key");
        if (asked.ulValueLen == CK_UNAVAILABLE_INFORMATION) refuse("it says no public key");
        ports::Bytes value(asked.ulValueLen);
        asked.pValue = value.data();
        require(module->C_GetAttributeValue(session, key, &asked, 1), "it says no public key");
        return value;
    }

    // False: the token does not know this way.
    bool decrypt(CK_MECHANISM& way, ports::ByteView wrapped, SecretBytes& to, std::size_t& size) {
        const CK_RV begun = module->C_DecryptInit(session, &way, key);
        if (begun == CKR_MECHANISM_INVALID || begun == CKR_MECHANISM_PARAM_INVALID ||
            begun == CKR_ARGUMENTS_BAD) {
            return false;
        }
        require(begun, "it does not decrypt");
        ports::Bytes sent(wrapped.begin(), wrapped.end());
        CK_ULONG written = to.size();
        const CK_RV answer =
            module->C_Decrypt(session, sent.data(), sent.size(), to.bytes().data(), &written);
        if (answer == CKR_ENCRYPTED_DATA_INVALID || answer == CKR_ENCRYPTED_DATA_LEN_RANGE)
            refuse("the file's key was not wrapped for it, or was changed");
        require(answer, "it does not decrypt");
        size = std::min<std::size_t>(written, to.size());
        return true;
    }

    const RootPlace& place;
    Pkcs11Module module;
    CK_TOKEN_INFO info{};
    CK_SESSION_HANDLE session = 0;
    bool has_session = false;
    CK_OBJECT_HANDLE key = 0;
};

RootToken::RootToken(const RootPlace& place, const std::string& marker)
    : parts_(std::make_unique<Parts>(place, marker)) {}

RootToken::~RootToken() = default;

ports::Bytes RootToken::public_key() {
    const ports::Bytes modulus = parts_->number_in_key(CKA_MODULUS);
    const ports::Bytes exponent = parts_->number_in_key(CKA_PUBLIC_EXPONENT);
    try {
        return public_key_of(modulus, exponent);
    } catch (const ports::KeyUnavailable& unfit) {
        parts_->refuse(unfit.what());
    }
}

void RootToken::check_kept_inside() {
    CK_BBOOL leaves = CK_FALSE;
    CK_ATTRIBUTE asked = attribute(CKA_EXTRACTABLE, &leaves, sizeof leaves);
    parts_->require(
        parts_->module->C_GetAttributeValue(parts_->session, parts_->key, &asked, 1),
        "it does not say whether the key may leave it"
    );
    if (leaves != CK_FALSE)
        parts_->refuse("the token gives that key away (CKA_EXTRACTABLE): make one that stays inside"
        );
}

SecretBytes RootToken::take_wrap_off(ports::ByteView wrapped) {
    SecretBytes text(wrapped.size());
    std::size_t size = 0;
    CK_RSA_PKCS_OAEP_PARAMS oaep{CKM_SHA256, CKG_MGF1_SHA256, CKZ_DATA_SPECIFIED, nullptr, 0};
    CK_MECHANISM whole{CKM_RSA_PKCS_OAEP, &oaep, sizeof oaep};
    if (parts_->decrypt(whole, wrapped, text, size)) {
        SecretBytes key(size);
        std::copy_n(text.bytes().begin(), size, key.bytes().begin());
        return key;
    }
    CK_MECHANISM bare{CKM_RSA_X_509, nullptr, 0};
    if (!parts_->decrypt(bare, wrapped, text, size))
        parts_->refuse("the token knows neither RSA-OAEP with SHA-256 nor RSA itself");
    try {
        return take_padding_off(text.bytes().first(size));
    } catch (const ports::KeyUnavailable&) {
        parts_->refuse("the file's key was not wrapped for it, or was changed");
    }
}

}  // namespace clarion::keys
