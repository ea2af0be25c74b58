#include "deploy/clarion/sign_out_file.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>

#include "adapters/signer/durable_file.hpp"
#include "engine/core/json.hpp"
#include "engine/ports/failures.hpp"

namespace clarion::deploy {

namespace {

namespace json = core::json;

constexpr mode_t kOwnersAlone = 0600;

// Frozen: stored.
std::string line_of(const postgres::SignedOut& word) {
    return json::serialize(json::object{
               {"issuer", word.issuer},
               {"subject", word.subject},
               {"provider_session", word.provider_session},
               {"by_operator", word.by_operator},
               {"at", core::to_rfc3339(word.at)}}) +
           '\n';
}

postgres::SignedOut read_line(std::string_view line) {
    const json::object said = json::parse(line).as_object();
    const auto text = [&said](std::string_view name) {
        return std::string(said.at(name).as_string());
    };
    return {
        .issuer = text("issuer"),
        .subject = text("subject"),
        .provider_session = text("provider_session"),
        .by_operator = said.at("by_operator").as_bool(),
        .at = core::parse_rfc3339(text("at")).value()};
}

}  // namespace

SignOutFile::SignOutFile(std::filesystem::path file) : file_(std::move(file)) {
    const std::string kept = signer::read_if_there(file_).value_or("");
    try {
        for (std::string_view rest = kept; !rest.empty();) {
            const auto end = std::min(rest.find('\n'), rest.size());
            rows_.push_back({.number = ++last_, .word = read_line(rest.substr(0, end))});
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
    } catch (const std::exception&) {
        throw ports::IntegrityBroken(
            file_.string() +
            ": who is signed out cannot be read; without this file whoever was "
            "signed out in the last 90 minutes has their tokens back"
        );
    }
}

std::int64_t SignOutFile::add(const postgres::SignedOut& word, core::Instant forgotten) {
    std::vector<Row> rows;
    std::copy_if(rows_.begin(), rows_.end(), std::back_inserter(rows), [&](const Row& row) {
        return row.word.at >= forgotten;
    });
    rows.push_back({.number = last_ + 1, .word = word});
    std::string text;
    for (const Row& row : rows)
        text += line_of(row.word);
    try {
        signer::write_durably(file_, text, kOwnersAlone);
    } catch (const std::filesystem::filesystem_error&) {
        throw ports::StoreUnavailable("who is signed out cannot be written down");
    }
    rows_ = std::move(rows);
    return ++last_;
}

std::vector<postgres::SignOutBoard::Row> SignOutFile::after(std::int64_t number) {
    std::vector<Row> rows;
    std::copy_if(rows_.begin(), rows_.end(), std::back_inserter(rows), [number](const Row& row) {
        return row.number > number;
    });
    return rows;
}

}  // namespace clarion::deploy
