#include "deploy/clarion/outside_world.hpp"

#include "adapters/checks/simulated_records.hpp"
#include "adapters/files/texts.hpp"
#include "adapters/notify/smtp_notifier.hpp"
#include "deploy/clarion/house.hpp"
#include "deploy/clarion/page_words.hpp"

namespace clarion::deploy {

namespace {

// The other systems are searched by hand.
const std::set<std::string> kSimulatedSystems{
    "person_records",
    "national_intelligence",
    "dangerous_persons",
    "local_records",
    "custody_and_bail",
    "orders"};
constexpr std::chrono::milliseconds kSimulatedDelay{200};

notify::SmtpServer server_of(const files::SmtpSettings& smtp) {
    ports::Secret password;
    if (!smtp.password_file.empty()) {
        const ports::Secret written(files::read_file(smtp.password_file));
        const auto end = written.reveal().find_last_not_of('\n');
        password =
            ports::Secret(written.reveal().substr(0, end == std::string_view::npos ? 0 : end + 1));
    }
    return {
        .url = smtp.url,
        .sender = smtp.sender,
        .starttls = smtp.starttls,
        .username = smtp.username,
        .password = std::move(password),
        .trusted_certificate_file = "",
    };
}

notify::MessageTexts texts_of(std::shared_ptr<const files::Texts> texts) {
    return [texts = std::move(texts)](
               std::string_view template_id, std::string_view language
           ) -> std::optional<notify::MessageText> {
        const auto subject = texts->find(language, std::string(template_id) + ".subject");
        const auto body = texts->find(language, std::string(template_id) + ".body");
        if (!subject || !body) return std::nullopt;
        return notify::MessageText{*subject, *body + "\n"};
    };
}

}  // namespace

Deliveries outside_world(
    const EngineRoom& room, const ServeSettings& settings, const files::FileSet& house
) {
    std::vector<std::unique_ptr<ports::Notifier>> notifiers;
    if (const auto& smtp = settings.configuration.smtp) {
        notifiers.push_back(std::make_unique<notify::SmtpNotifier>(
            server_of(*smtp),
            texts_of(std::make_shared<const files::Texts>(house, texts_scheme(house))),
            settings.configuration.staff_mailboxes,
            room.sha256
        ));
    }
    std::vector<std::unique_ptr<ports::CheckSource>> sources;
    if (settings.demo) {
        sources.push_back(std::make_unique<checks::SimulatedRecords>(
            kSimulatedSystems, kSimulatedDelay, room.clock
        ));
    }
    return {std::move(notifiers), std::move(sources)};
}

}  // namespace clarion::deploy
