#include "engine/runtime/answer_keeper.hpp"

#include "engine/core/json_text.hpp"
#include "engine/ports/failures.hpp"
#include "engine/runtime/outcome.hpp"

namespace clarion::runtime {

namespace json = core::json;

namespace {

// One person's keys are their own, however they signed in: a person is one id whatever the account.
const std::string& scope_of(const core::Principal& caller) {
    return caller.person.text;
}

std::string to_text(const Answered& answered) {
    std::string text;
    core::ObjectText stored(text);
    core::append_json(stored.member("document"), answered.document);
    if (answered.version) core::append_json_integer(stored.member("version"), *answered.version);
    core::append_json_bool(stored.member("created"), answered.created);
    stored.end();
    return text;
}

Answered from_text(const std::string& text) {
    boost::system::error_code error;
    const json::value value = json::parse(text, error);
    const json::object* stored = error ? nullptr : value.if_object();
    if (stored == nullptr || !stored->contains("document") || !stored->contains("created")) {
        throw ports::IntegrityBroken("a kept answer cannot be read");
    }
    Answered answered;
    answered.document = stored->at("document");
    answered.created = stored->at("created").as_bool();
    if (const json::value* version = stored->if_contains("version")) {
        answered.version = version->to_number<std::uint64_t>();
    }
    return answered;
}

}  // namespace

AnswerKeeper::Recalled AnswerKeeper::recall(
    const core::Principal& caller, const Idempotency& idempotency
) {
    if (idempotency.key.empty()) {
        return refusal_of(core::RefusalCode::idempotency_key_missing);
    }
    const auto stored = store_.find_answer(scope_of(caller), idempotency.key);
    if (!stored) return std::monostate{};
    if (stored->request_hash != idempotency.request_hash) {
        return refusal_of(core::RefusalCode::idempotency_key_reused);
    }
    return from_text(stored->answer);
}

void AnswerKeeper::keep(
    const core::Principal& caller,
    const Idempotency& idempotency,
    const Answered& answered,
    core::Instant now
) {
    const ports::StoredAnswer stored{
        .request_hash = idempotency.request_hash, .answer = to_text(answered)};
    store_.keep_answer(scope_of(caller), idempotency.key, stored, now);
}

}  // namespace clarion::runtime
