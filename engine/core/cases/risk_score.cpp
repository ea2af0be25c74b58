#include "engine/core/cases/risk_score.hpp"

#include <algorithm>

namespace clarion::core {

namespace {

constexpr std::string_view kRecorded = "risk_instruments";  // where workflows keep the answers
constexpr std::string_view kInstruments = "instruments";

const json::value& member(const json::object& object, std::string_view key) {
    static const json::value nothing;
    const json::value* found = object.if_contains(key);
    return found == nullptr ? nothing : *found;
}

const json::object* find_instrument(const Process& process, const json::value& id) {
    const json::value& list = member(process.catalogue, kInstruments);
    if (!list.is_array()) return nullptr;
    for (const json::value& entry : list.get_array()) {
        const json::object* instrument = entry.if_object();
        if (instrument != nullptr && member(*instrument, "id") == id) return instrument;
    }
    return nullptr;
}

std::int64_t count_of(const json::value& answers, const json::value& counted) {
    const json::object* given = answers.if_object();
    if (given == nullptr) return 0;
    return std::count_if(given->begin(), given->end(), [&](const auto& answer) {
        return answer.value() == counted;
    });
}

// Bands are listed from the highest down.
json::value band_of(const json::object& rule, std::int64_t score) {
    const json::value& bands = member(rule, "bands");
    if (!bands.is_array()) return nullptr;
    for (const json::value& entry : bands.get_array()) {
        const json::object* band = entry.if_object();
        if (band == nullptr) continue;
        const std::int64_t* from = member(*band, "from").if_int64();
        if (from != nullptr && score >= *from) return member(*band, "band");
    }
    return nullptr;
}

}  // namespace

json::array risk_scores(const Process& process, const statechart::Context& context) {
    json::array scores;
    const json::value* recorded = context.find(kRecorded);
    if (recorded == nullptr || !recorded->is_array()) return scores;
    for (const json::value& entry : recorded->get_array()) {
        const json::object* record = entry.if_object();
        if (record == nullptr) continue;
        json::object score{
            {"instrument", member(*record, "instrument")},
            {"at", member(*record, "at")},
            {"judgement", member(*record, "judgement")},
            {"score", nullptr},
            {"band", nullptr},
        };
        const auto* instrument = find_instrument(process, member(*record, "instrument"));
        const json::object* rule =
            instrument == nullptr ? nullptr : member(*instrument, "score").if_object();
        if (rule != nullptr) {
            const auto counted = count_of(member(*record, "answers"), member(*rule, "counts"));
            score["score"] = counted;
            score["band"] = band_of(*rule, counted);
        }
        scores.emplace_back(std::move(score));
    }
    return scores;
}

}  // namespace clarion::core
