#include "deploy/clarion/errand_desk.hpp"

#include <poll.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>

#include "adapters/keys/sha256.hpp"
#include "adapters/signer/engine_door.hpp"
#include "adapters/signer/wire.hpp"
#include "deploy/clarion/version_errands.hpp"
#include "engine/runtime/audit_part_queries.hpp"

namespace clarion::deploy {

namespace json = core::json;

namespace {

// A step of a copy holds the engine for about half a millisecond; then whoever waits goes on for
// several times as long.
constexpr int kPagesAtOnce = 64;
constexpr int kRestsOfAStep = 4;
constexpr std::chrono::milliseconds kRestMax{20};

std::string text_in(const json::object& errand, std::string_view name) {
    const json::value* value = errand.if_contains(name);
    if (value == nullptr || !value->is_string()) return {};
    return std::string(value->get_string());
}

std::optional<std::uint64_t> number_in(const json::object& errand, std::string_view name) {
    const json::value* value = errand.if_contains(name);
    if (value == nullptr || !value->is_number()) return std::nullopt;
    return value->to_number<std::uint64_t>();
}

json::object failed(std::string_view why) {
    return {{"failed", why}};
}

// Runs `act` on the engine thread, where nothing is under way. What it throws is its answer.
json::object between_batches(runtime::WorkQueue& queue, const std::function<json::object()>& act) {
    std::atomic<bool> is_done = false;
    json::object answer;
    runtime::Work work{
        .caller = {core::system_principal(), "operator"},
        .asked = runtime::TakeTurn{},
        .answer = [&](const runtime::Answer& turn) {
            try {
                const bool is_ours = std::holds_alternative<runtime::Answered>(turn);
                answer = is_ours ? act() : failed("the store cannot be used now");
            } catch (const std::exception& error) {
                answer = failed(error.what());
            }
            is_done = true;
            is_done.notify_one();
        }};
    if (!queue.offer(std::move(work))) return failed("the service has no time now");
    is_done.wait(false);
    return answer;
}

// What a manifest says of the logs: as they end now, or ended at the place `end`.
json::object logs_of(sql::Store& store, const json::object& errand) {
    ports::AuditLog& log = store.audit();
    const std::uint64_t end = number_in(errand, "end").value_or(runtime::end_of_log(log));
    const std::string origin = text_in(errand, "origin");
    return {{"end", end}, {"lines", runtime::log_lines(log, keys::make_sha256(), origin, end)}};
}

json::object scrubbed(EngineRoom& room) {
    room.scrub();
    return {};
}

// The store's word comes first: a program that dies in between finds it there.
json::object used_coming_token_key(sql::Store& store, ports::KeyVault& keys) {
    const std::string coming = keys.coming_fingerprint();
    if (coming.empty()) return {};
    if (store.key_fingerprint() != coming) store.change_key_fingerprint(coming);
    static_cast<void>(keys.use_token_key_of(coming));
    return {};
}

// TurnKeys or TurnTokens.
template <class Turn>
json::object turn(runtime::WorkQueue& queue, const std::string& after) {
    Turn asked;
    if (!after.empty()) asked.after = core::CaseId{after};
    const auto answer = signer::ask_engine(queue, "operator", std::move(asked));
    if (const auto* answered = std::get_if<runtime::Answered>(&answer))
        return answered->document.as_object();
    if (const auto* refusal = std::get_if<core::Refusal>(&answer)) return failed(refusal->detail);
    return failed("a case cannot be read, or the store cannot be written: see the service's log");
}

// What an operator reads of the log is read in their name, and is in the log.
core::Principal operator_principal(const std::string& administrator) {
    core::Principal principal;
    const bool is_named = !administrator.empty();
    principal.person.text = is_named ? "administrator:" + administrator : "operator";
    principal.issuer = is_named ? "administrators" : "machine";
    principal.subject = is_named ? administrator : "operator";
    principal.roles = {"auditor"};
    principal.method = core::SignInMethod::service;
    return principal;
}

json::object told(runtime::Answer answer) {
    if (auto* refusal = std::get_if<core::Refusal>(&answer)) {
        json::object no = failed(refusal->detail.empty() ? "refused" : refusal->detail);
        no["code"] = core::to_string(refusal->code);
        return no;
    }
    auto* answered = std::get_if<runtime::Answered>(&answer);
    if (answered == nullptr) return failed("the store cannot be used now");
    json::object document;
    if (answered->document.is_object()) document = std::move(answered->document.get_object());
    if (!answered->bytes.empty()) document["bytes"] = answered->bytes;
    return document;
}

json::object read_log(
    runtime::WorkQueue& queue, runtime::Asked asked, const std::string& administrator = {}
) {
    json::object document;
    std::atomic<bool> is_done = false;
    runtime::Work work{
        .caller = {operator_principal(administrator), "operator"},
        .asked = std::move(asked),
        .answer = [&](runtime::Answer answer) {
            document = told(std::move(answer));
            is_done = true;
            is_done.notify_one();
        }};
    if (!queue.offer(std::move(work))) return failed("the service has no time now");
    is_done.wait(false);
    return document;
}

// The leaves of a part as texts: they are JSON themselves, and their bytes are what was signed.
json::object read_part(runtime::WorkQueue& queue, const json::object& errand) {
    runtime::ReadAuditPart asked;
    asked.query = text_in(errand, "query");
    asked.question = text_in(errand, "question");
    asked.purpose = text_in(errand, "purpose");
    asked.before = number_in(errand, "before");
    asked.all_time = true;
    json::object document = read_log(queue, std::move(asked), text_in(errand, "as"));
    json::array entries;
    if (const auto* bytes = document.if_contains("bytes")) {
        const std::string all(bytes->as_string());
        const auto split = signer::split_log_entries(all);
        if (!split) return failed("the engine's answer does not come out even");
        for (const std::string_view entry : *split)
            entries.emplace_back(entry);
    }
    document["entries"] = std::move(entries);
    document.erase("bytes");
    return document;
}

// The copy of one operator. It was made on the engine thread and goes there.
class CopyUnderWay {
public:
    CopyUnderWay(sql::Store& store, runtime::WorkQueue& queue) : store_(store), queue_(queue) {}
    ~CopyUnderWay() {
        if (copy_ != nullptr) between_batches(queue_, [this] { return drop(); });
    }
    CopyUnderWay(const CopyUnderWay&) = delete;
    CopyUnderWay& operator=(const CopyUnderWay&) = delete;

    json::object go_on(const std::string& to) {
        std::chrono::steady_clock::duration took{};
        json::object answer = between_batches(queue_, [&] {
            const auto began = std::chrono::steady_clock::now();
            if (copy_ == nullptr) copy_ = store_.begin_copy(to);
            const sql::CopyProgress progress = copy_->copy(kPagesAtOnce);
            if (progress.is_done) copy_.reset();
            took = std::chrono::steady_clock::now() - began;
            return json::object{
                {"copied", progress.copied}, {"pages", progress.pages}, {"done", progress.is_done}};
        });
        const auto rest = std::chrono::ceil<std::chrono::milliseconds>(took * kRestsOfAStep);
        static_cast<void>(::poll(nullptr, 0, static_cast<int>(std::min(rest, kRestMax).count())));
        return answer;
    }

private:
    json::object drop() {
        copy_.reset();
        return {};
    }

    sql::Store& store_;
    runtime::WorkQueue& queue_;
    std::unique_ptr<sql::StoreCopy> copy_;
};

}  // namespace

signer::Errand ErrandDesk::welcome() {
    sql::Store& store = *room_.store;
    return [copy = std::make_shared<CopyUnderWay>(store, queue_),
            versions = std::make_shared<VersionErrands>(room_, queue_, administrators_),
            &queue = queue_,
            &store,
            &room = room_,
            others = others_](const json::object& errand) {
        const std::string name = text_in(errand, "errand");
        if (name == "copy") return copy->go_on(text_in(errand, "to"));
        if (name == "turn_keys") return turn<runtime::TurnKeys>(queue, text_in(errand, "after"));
        if (name == "turn_tokens")
            return turn<runtime::TurnTokens>(queue, text_in(errand, "after"));
        if (name == "use_coming_token_key")
            return between_batches(queue, [&] { return used_coming_token_key(store, *room.keys); });
        if (name == "look_now") return read_log(queue, runtime::LookNow{});
        if (name == "audit_part") return read_part(queue, errand);
        if (name == "audit_logs")
            return between_batches(queue, [&] { return logs_of(store, errand); });
        if (name == "audit_explain")
            return read_log(
                queue,
                runtime::ExplainAuditEntry{
                    number_in(errand, "seq").value_or(0), number_in(errand, "log")}
            );
        if (name == "audit_proof")
            return read_log(
                queue,
                runtime::ProveAuditEntry{
                    number_in(errand, "seq").value_or(0), number_in(errand, "log")}
            );
        if (name == "scrub") return between_batches(queue, [&] { return scrubbed(room); });
        if (auto answer = versions->run(errand)) return *std::move(answer);
        if (others) return others(errand);
        return failed("this service does not know that errand");
    };
}

}  // namespace clarion::deploy
