// The notifier against a real SMTP server: what arrives, what is refused, what can never be sent.
#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>

#include "adapters/keys/sha256.hpp"
#include "adapters/notify/smtp_notifier.hpp"
#include "engine/core/json.hpp"

namespace {

namespace json = clarion::core::json;
using clarion::notify::MessageText;
using clarion::notify::SmtpNotifier;
using clarion::notify::SmtpServer;
using clarion::ports::DeliveryOutcome;
using clarion::ports::FixedMessage;

std::optional<MessageText> texts(std::string_view template_id, std::string_view language) {
    if (template_id == "staff_notice") return MessageText{"Work is waiting", "Please sign in.\n"};
    if (template_id != "call_back") return std::nullopt;
    if (language == "en")
        return MessageText{"Call back", "Please call 01632 960 001 when you can.\n"};
    if (language == "cy") return MessageText{"Ffoniwch yn \xC3\xB4l", "Ffoniwch 01632 960 001.\n"};
    return std::nullopt;
}

SmtpNotifier notifier_on(const std::string& port) {
    SmtpServer server{
        .url = "smtp://127.0.0.1:" + port,
        .sender = "calls@force.example",
        .starttls = false,
        .username = "",
        .password = {},
        .trusted_certificate_file = ""};
    return {
        server, texts, {{"supervisor", "supervisors@force.example"}}, clarion::keys::make_sha256()};
}

SmtpNotifier notifier() {
    return notifier_on(std::getenv("CLARION_SMTP_PORT"));
}

FixedMessage call_back(const std::string& address, const std::string& key) {
    return {
        .key = key,
        .way = "email",
        .address = address,
        .template_id = "call_back",
        .language = "en"};
}

std::vector<json::object> mails_to(const std::string& address) {
    std::ifstream file(std::getenv("CLARION_MAIL_FILE"));
    std::vector<json::object> mails;
    for (std::string line; std::getline(file, line);) {
        json::object mail = json::parse(line).as_object();
        if (mail.at("to").as_array().at(0).as_string() == address) mails.push_back(std::move(mail));
    }
    return mails;
}

}  // namespace

TEST_CASE("mail: the fixed words arrive, and nothing else") {
    const auto delivery = notifier().send(call_back("ellis@mail.example", "0190-case:3:0"));

    REQUIRE(delivery.outcome == DeliveryOutcome::done);
    const auto mails = mails_to("ellis@mail.example");
    REQUIRE(mails.size() == 1);
    CHECK(mails[0].at("subject").as_string() == "Call back");
    CHECK(mails[0].at("text").as_string() == "Please call 01632 960 001 when you can.\n");
    CHECK(mails[0].at("from").as_string() == "calls@force.example");
    CHECK(mails[0].at("message_id").as_string().find("0190-case") == std::string::npos);
}

TEST_CASE("mail: Welsh words survive the journey") {
    FixedMessage message = call_back("mair@mail.example", "0190-case:4:0");
    message.language = "cy";

    REQUIRE(notifier().send(message).outcome == DeliveryOutcome::done);
    CHECK(mails_to("mair@mail.example").at(0).at("subject").as_string() == "Ffoniwch yn \xC3\xB4l");
}

TEST_CASE("mail: a repeat carries the same Message-ID, so the receiver can spot it") {
    REQUIRE(
        notifier().send(call_back("twice@mail.example", "0190-case:5:0")).outcome ==
        DeliveryOutcome::done
    );
    REQUIRE(
        notifier().send(call_back("twice@mail.example", "0190-case:5:0")).outcome ==
        DeliveryOutcome::done
    );

    const auto mails = mails_to("twice@mail.example");
    REQUIRE(mails.size() == 2);
    CHECK(mails[0].at("message_id") == mails[1].at("message_id"));
}

TEST_CASE("mail: a passing refusal is tried again, a lasting one goes to a person") {
    const auto deferred = notifier().send(call_back("defer@mail.example", "0190-case:6:0"));
    const auto refused = notifier().send(call_back("refuse@mail.example", "0190-case:7:0"));
    const auto unreachable =
        notifier_on("9").send(call_back("ellis@mail.example", "0190-case:8:0"));

    CHECK(deferred.outcome == DeliveryOutcome::later);
    CHECK(refused.outcome == DeliveryOutcome::impossible);
    CHECK(unreachable.outcome == DeliveryOutcome::later);
}

TEST_CASE("mail: nothing is sent to what is no address, in no words, or in a language without words"
) {
    FixedMessage smuggled =
        call_back("x@mail.example>\r\nRCPT TO:<other@mail.example", "0190-case:9:0");
    FixedMessage wordless = call_back("none@mail.example", "0190-case:10:0");
    wordless.template_id = "case_details";
    FixedMessage polish = call_back("none@mail.example", "0190-case:11:0");
    polish.language = "pl";

    CHECK(notifier().send(smuggled).outcome == DeliveryOutcome::impossible);
    CHECK(notifier().send(wordless).outcome == DeliveryOutcome::impossible);
    CHECK(notifier().send(polish).outcome == DeliveryOutcome::impossible);
    CHECK(mails_to("other@mail.example").empty());
    CHECK(mails_to("none@mail.example").empty());
}

TEST_CASE("mail: staff are written to at their role's mailbox alone") {
    FixedMessage known = call_back("supervisor", "0190-case:12:0");
    known.way = "staff";
    known.template_id = "contact_reported_unsafe";
    FixedMessage unknown = call_back("chief", "0190-case:13:0");
    unknown.way = "staff";

    CHECK(notifier().send(known).outcome == DeliveryOutcome::done);
    const auto mails = mails_to("supervisors@force.example");
    REQUIRE(mails.size() == 1);
    // Why is told on their pages alone.
    CHECK(mails[0].at("subject").as_string() == "Work is waiting");
    CHECK(json::serialize(mails[0]).find("contact") == std::string::npos);
    CHECK(notifier().send(unknown).outcome == DeliveryOutcome::impossible);
}
