#include "engine/runtime/later_work.hpp"

#include <array>
#include <string>
#include <utility>

#include "engine/ports/failures.hpp"

namespace clarion::runtime {

namespace json = core::json;

namespace {

// Frozen: what sealed bytes are bound to.
std::string binding_of(const ports::LaterRow& row) {
    return "later_work|" + row.kind + "|" + (row.case_id ? row.case_id->text : "");
}

}  // namespace

std::chrono::milliseconds LaterWork::drawn() {
    std::array<std::uint8_t, 2> random{};
    parts_.ids.fill_random(random);
    const int share = (random[0] << 8) | random[1];
    // Not at once: it would take the processor from the answer that is still on its way.
    const auto least = parts_.spread / 8;
    return least + (parts_.spread - least) * share / 65535;
}

void LaterWork::put(ports::LaterRow row, const json::object& data) {
    row.key = parts_.keys.create_data_key();
    row.sealed = parts_.keys.seal(
        parts_.keys.unwrap(row.key), binding_of(row), ports::view_of(json::serialize(data))
    );
    parts_.store.put_later(row);
    parts_.wake.disturb();
}

void LaterWork::put_off(
    std::string_view kind, std::optional<core::CaseId> of, const json::object& data
) {
    ports::LaterRow row;
    row.kind = kind;
    row.case_id = std::move(of);
    row.not_before = parts_.clock.now() + drawn();
    put(std::move(row), data);
}

void LaterWork::put_off_rest(
    const ports::LaterRow& tried, const json::object& data, core::Instant until
) {
    ports::LaterRow row;
    row.kind = tried.kind;
    row.case_id = tried.case_id;
    row.not_before = until;
    row.attempts = tried.attempts + 1;
    put(std::move(row), data);
}

std::optional<json::object> LaterWork::read(const ports::LaterRow& row) {
    try {
        const auto key = parts_.keys.unwrap(row.key);
        const ports::Bytes plain = parts_.keys.open(key, binding_of(row), row.sealed);
        boost::system::error_code error;
        json::value data = json::parse(ports::text_of(plain), error);
        if (error || !data.is_object()) return std::nullopt;
        return std::move(data.get_object());
    } catch (const ports::IntegrityBroken&) {
        return std::nullopt;
    } catch (const ports::KeyUnavailable&) {
        return std::nullopt;
    }
}

}  // namespace clarion::runtime
