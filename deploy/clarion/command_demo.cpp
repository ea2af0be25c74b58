// demo run: one Right to Ask case over HTTPS, from intake to outcome, then the log exported and
// verified.
#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <optional>

#include "adapters/files/json_text.hpp"
#include "deploy/clarion/child_server.hpp"
#include "deploy/clarion/commands.hpp"
#include "deploy/clarion/demo_client.hpp"
#include "deploy/clarion/demo_script.hpp"
#include "deploy/clarion/house.hpp"

namespace clarion::deploy {

namespace {

namespace fs = std::filesystem;
namespace json = core::json;

// Made-up people. The applicant may be reached at any time, so that the demonstration runs at any
// hour.
constexpr std::string_view kRequestChanges = R"({
    "applicant": {"name": "Robin Example"},
    "subject": {"name": "Casey Marlowe"}
})";
constexpr int kPollsMax = 600;
constexpr unsigned kPollMicroseconds = 100'000;

class Demonstration {
public:
    Demonstration(const ChildServer& server, bool as_json) : client_(server), as_json_(as_json) {}

    void run() {
        const json::object schema = files::parse_json_object(
            "request.schema.json",
            files::file_named(house_files({}), "schemas/forms/request.schema.json")
        );
        const json::object changes = json::parse(kRequestChanges).as_object();
        reference_ = client_.submit(example_with(schema, changes));
        tell("front", "request_received", "brings a request in", case_document());
        for (const DemoStep& step : demo_steps())
            take(step);
        const json::object closed = case_document();
        outcome_ = std::string(
            closed.at("outcome").is_string() ? closed.at("outcome").get_string() : "none"
        );
    }

    [[nodiscard]] const std::string& outcome() const { return outcome_; }

private:
    [[nodiscard]] json::object case_document() {
        return client_.read("coordinator", "/api/v1/cases/" + reference_);
    }

    void take(const DemoStep& step) {
        const json::object changes = json::parse(step.changes).as_object();
        const std::string persona(step.persona);
        switch (step.kind) {
            case DemoStepKind::action:
                static_cast<void>(
                    client_.act(persona, reference_, std::string(step.action), changes)
                );
                break;
            case DemoStepKind::agency_answer:
                client_.answer_for_agency(persona, changes);
                break;
            case DemoStepKind::wait_for_checks:
                wait_for_checks(step.checks);
                break;
        }
        const json::object after = case_document();
        if (process_state(after).find(step.then_state) == std::string::npos) {
            throw CommandFailed(
                ExitCode::failed,
                std::string(step.action) + ": expected " + std::string(step.then_state) +
                    ", the case is in " + process_state(after)
            );
        }
        tell(step.persona, step.action, step.words, after);
    }

    void wait_for_checks(int wanted) {
        for (int poll = 0; poll < kPollsMax; ++poll) {
            const json::object document = case_document();
            const auto* checks = document.at("record").as_object().if_contains("checks");
            if (checks != nullptr && checks->as_array().size() >= static_cast<std::size_t>(wanted))
                return;
            ::usleep(kPollMicroseconds);
        }
        throw CommandFailed(ExitCode::failed, "the records systems did not answer");
    }

    static std::string process_state(const json::object& document) {
        for (const auto& state : document.at("states").as_array()) {
            if (state.as_string().find(".process.") != std::string::npos)
                return std::string(state.as_string());
        }
        return {};
    }

    void tell(
        std::string_view who,
        std::string_view action,
        std::string_view words,
        const json::object& after
    ) {
        ++step_;
        const json::object& clock = after.at("clock").as_object();
        if (as_json_) {
            json::object line;
            line["step"] = step_;
            line["who"] = who;
            line["action"] = action;
            line["what"] = words;
            line["states"] = after.at("states");
            line["clock"] = clock;
            std::cout << json::serialize(line) << std::endl;
            return;
        }
        std::string clock_words(clock.at("state").as_string());
        std::replace(clock_words.begin(), clock_words.end(), '_', ' ');
        std::string person(who);
        std::replace(person.begin(), person.end(), '_', ' ');
        std::cout << (step_ < 10 ? " " : "") << step_ << "  " << person << ' ' << words
                  << "\n      " << std::string_view(after.at("title").as_string()) << "; day "
                  << clock.at("day").as_int64() << " of " << clock.at("days_total").as_int64()
                  << ", " << clock_words << std::endl;
    }

    DemoClient client_;
    bool as_json_;
    std::string reference_;
    std::string outcome_;
    int step_ = 0;
};

void say_result(bool as_json, const std::string& words) {
    if (as_json) {
        json::object line;
        line["result"] = words;
        std::cout << json::serialize(line) << std::endl;
    } else {
        std::cout << words << std::endl;
    }
}

}  // namespace

ExitCode run_demo(const DemoOptions& options) {
    std::optional<TemporaryFolder> temporary;
    if (options.data.empty() || options.out.empty()) temporary.emplace();
    const fs::path data = options.data.empty() ? temporary->path() / "data" : options.data;
    const fs::path out = options.out.empty() ? temporary->path() / "log" : options.out;

    ChildServer server(data);
    Demonstration demonstration(server, options.as_json);
    demonstration.run();
    if (!server.stop()) throw CommandFailed(ExitCode::failed, "the server did not stop cleanly");

    const ExportOptions exported{.data = data, .out = out, .log = std::nullopt};
    if (const ExitCode code = export_audit(exported); code != ExitCode::good) return code;
    if (const ExitCode code =
            verify_audit({.folder = out, .proof = {}, .vkey = {}, .policy = {}, .since = {}});
        code != ExitCode::good)
        return code;
    if (options.out.empty() && !options.as_json)
        std::cout << "this log was temporary; --export DIR keeps it\n";
    if (!demonstration.outcome().starts_with("disclosed_")) {
        throw CommandFailed(ExitCode::failed, "the request ended as " + demonstration.outcome());
    }
    say_result(options.as_json, "request closed: disclosed");
    say_result(options.as_json, "log verified");
    return ExitCode::good;
}

}  // namespace clarion::deploy
