#include "adapters/notify/smtp_notifier.hpp"

#include <curl/curl.h>

#include <array>
#include <memory>

namespace clarion::notify {

using ports::Delivery;
using ports::DeliveryOutcome;

namespace {

constexpr long kSmtpSecondsMax = 30;

struct CurlCloser {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
    void operator()(curl_mime* mime) const { curl_mime_free(mime); }
};
using Handle = std::unique_ptr<CURL, CurlCloser>;
using List = std::unique_ptr<curl_slist, CurlCloser>;
using Mime = std::unique_ptr<curl_mime, CurlCloser>;

std::string hex(std::uint8_t byte, std::string_view digits) {
    return {digits[byte >> 4U], digits[byte & 15U]};
}

// RFC 2047: plain ASCII as it is, everything else as one encoded word.
std::string header_words(std::string_view text) {
    const bool is_plain = text.find_first_not_of(
                              " ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.,:'-"
                          ) == text.npos;
    if (is_plain) return std::string(text);
    std::string encoded = "=?UTF-8?Q?";
    for (const char letter : text) {
        encoded += "=" + hex(static_cast<std::uint8_t>(letter), "0123456789ABCDEF");
    }
    return encoded + "?=";
}

// No control character, no angle bracket, no space: nothing that could end the address early (ASVS
// V1.3.11).
bool is_plain_address(std::string_view address) {
    if (address.empty() || address.front() == '-' || address.find('@') == address.npos)
        return false;
    for (const char letter : address) {
        const auto code = static_cast<unsigned char>(letter);
        if (code <= 0x20 || code >= 0x7F || letter == '<' || letter == '>' || letter == ',')
            return false;
    }
    return true;
}

std::string domain_of(const std::string& address) {
    return address.substr(address.rfind('@') + 1);
}

Delivery outcome_of(CURLcode code, long server_code) {
    constexpr long kTransient = 400;
    constexpr long kPermanent = 500;
    if (code == CURLE_OK) return {.outcome = DeliveryOutcome::done, .reason = "", .answer = {}};
    if (server_code >= kPermanent) {
        return {
            .outcome = DeliveryOutcome::impossible, .reason = "refused_by_server", .answer = {}};
    }
    const char* reason = server_code >= kTransient ? "deferred_by_server" : "server_not_reached";
    return {.outcome = DeliveryOutcome::later, .reason = reason, .answer = {}};
}

void set_server(CURL* handle, const SmtpServer& server) {
    curl_easy_setopt(handle, CURLOPT_URL, server.url.c_str());
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_PROXY, "");
    curl_easy_setopt(handle, CURLOPT_TIMEOUT, kSmtpSecondsMax);
    curl_easy_setopt(handle, CURLOPT_USE_SSL, server.starttls ? CURLUSESSL_ALL : CURLUSESSL_NONE);
    if (!server.trusted_certificate_file.empty()) {
        curl_easy_setopt(handle, CURLOPT_CAINFO, server.trusted_certificate_file.c_str());
    }
    if (!server.username.empty()) {
        curl_easy_setopt(handle, CURLOPT_USERNAME, server.username.c_str());
        curl_easy_setopt(handle, CURLOPT_PASSWORD, server.password.reveal().data());
    }
}

}  // namespace

SmtpNotifier::SmtpNotifier(
    SmtpServer server,
    MessageTexts texts,
    std::map<std::string, std::string, std::less<>> staff_mailboxes,
    core::Sha256 sha256
)
    : server_(std::move(server)),
      texts_(std::move(texts)),
      staff_mailboxes_(std::move(staff_mailboxes)),
      sha256_(std::move(sha256)) {}

bool SmtpNotifier::speaks(std::string_view way) const {
    return way == "email" || way == "staff";
}

Delivery SmtpNotifier::send(const ports::FixedMessage& message) {
    std::string address = message.address;
    std::string_view wanted = message.template_id;
    if (message.way == "staff") {
        wanted = kStaffNotice;
        const auto mailbox = staff_mailboxes_.find(message.address);
        if (mailbox == staff_mailboxes_.end()) {
            return {.outcome = DeliveryOutcome::impossible, .reason = "no_mailbox", .answer = {}};
        }
        address = mailbox->second;
    }
    if (!is_plain_address(address)) {
        return {.outcome = DeliveryOutcome::impossible, .reason = "not_an_address", .answer = {}};
    }
    const auto text = texts_(wanted, message.language);
    if (!text) return {.outcome = DeliveryOutcome::impossible, .reason = "no_text", .answer = {}};

    const std::span key(
        reinterpret_cast<const std::uint8_t*>(message.key.data()), message.key.size()
    );
    std::string message_id;  // hashed: the key names a case
    for (const std::uint8_t byte : sha256_({key}))
        message_id += hex(byte, "0123456789abcdef");
    return deliver(address, *text, message_id + "@" + domain_of(server_.sender));
}

Delivery SmtpNotifier::deliver(
    const std::string& address, const MessageText& text, const std::string& message_id
) const {
    const Handle handle(curl_easy_init());
    if (handle == nullptr) {
        return {.outcome = DeliveryOutcome::later, .reason = "out_of_memory", .answer = {}};
    }
    set_server(handle.get(), server_);
    const std::string sender = "<" + server_.sender + ">";
    curl_easy_setopt(handle.get(), CURLOPT_MAIL_FROM, sender.c_str());
    const std::string recipient = "<" + address + ">";
    const List recipients(curl_slist_append(nullptr, recipient.c_str()));
    curl_easy_setopt(handle.get(), CURLOPT_MAIL_RCPT, recipients.get());

    const std::array headers{
        "From: " + sender,
        "To: " + recipient,
        "Subject: " + header_words(text.subject),
        "Message-ID: <" + message_id + ">",
        std::string("Auto-Submitted: auto-generated")};
    curl_slist* raw = nullptr;
    for (const std::string& header : headers)
        raw = curl_slist_append(raw, header.c_str());
    const List lines(raw);
    curl_easy_setopt(handle.get(), CURLOPT_HTTPHEADER, lines.get());

    const Mime mime(curl_mime_init(handle.get()));
    curl_mimepart* part = curl_mime_addpart(mime.get());
    curl_mime_data(part, text.body.data(), text.body.size());
    curl_mime_type(part, "text/plain; charset=utf-8");
    curl_mime_encoder(part, "quoted-printable");
    curl_easy_setopt(handle.get(), CURLOPT_MIMEPOST, mime.get());

    const CURLcode code = curl_easy_perform(handle.get());
    long server_code = 0;
    curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &server_code);
    return outcome_of(code, server_code);
}

}  // namespace clarion::notify
