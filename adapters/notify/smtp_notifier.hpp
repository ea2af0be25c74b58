// SmtpNotifier: sends fixed messages by e-mail, and nothing else. It has no parameter that could
// carry case content.
//
// Threads: delivery thread only; blocks until the server answered or kSmtpSecondsMax passed.
// Failure: a refused address or a text that is missing is `impossible`; everything that may pass is
// `later`.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "engine/core/sha256.hpp"
#include "engine/ports/outside.hpp"
#include "engine/ports/secret.hpp"

namespace clarion::notify {

struct MessageText {
    std::string subject;
    std::string body;
};
// The force's fixed words; empty where there are none in that language.
using MessageTexts = std::function<
    std::optional<MessageText>(std::string_view template_id, std::string_view language)>;

// What staff are told whatever it is about: that work waits. Why is on their pages alone.
inline constexpr std::string_view kStaffNotice = "staff_notice";

struct SmtpServer {
    std::string url;
    std::string sender;
    bool starttls = true;
    std::string username;
    ports::Secret password;
    std::string trusted_certificate_file;  // empty: the system's
};

class SmtpNotifier final : public ports::Notifier {
public:
    // `staff_mailboxes`: role to address, for the way `staff`.
    SmtpNotifier(
        SmtpServer server,
        MessageTexts texts,
        std::map<std::string, std::string, std::less<>> staff_mailboxes,
        core::Sha256 sha256
    );

    [[nodiscard]] bool speaks(std::string_view way) const override;
    [[nodiscard]] ports::Delivery send(const ports::FixedMessage& message) override;

private:
    [[nodiscard]] ports::Delivery deliver(
        const std::string& address, const MessageText& text, const std::string& message_id
    ) const;

    SmtpServer server_;
    MessageTexts texts_;
    std::map<std::string, std::string, std::less<>> staff_mailboxes_;
    core::Sha256 sha256_;
};

}  // namespace clarion::notify
