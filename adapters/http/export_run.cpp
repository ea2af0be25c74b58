#include "adapters/http/export_run.hpp"

#include <utility>

#include "engine/core/audit/log_extract.hpp"
#include "engine/ports/audit_log.hpp"

namespace clarion::http {

namespace {

namespace json = core::json;

constexpr std::size_t kLengthBytes = 4;

// The leaves of a part, each with the log that its place is in.
void add_leaves(core::LogExtract& extract, const runtime::Answered& part) {
    std::string_view bytes = part.bytes;
    auto place = part.document.at("places").as_array().begin();
    while (bytes.size() >= kLengthBytes) {
        std::size_t size = 0;
        for (std::size_t at = 0; at < kLengthBytes; ++at)
            size = size << 8U | static_cast<unsigned char>(bytes[at]);
        const std::string_view leaf = bytes.substr(kLengthBytes, size);
        const auto log = (place++)->to_number<std::uint64_t>() >> ports::kPlacesOfLog;
        extract.add(leaf, json::parse(leaf).as_object(), log);
        bytes.remove_prefix(kLengthBytes + size);
    }
}

std::string query_of(const runtime::Body& form) {
    const auto* value = std::get_if<json::value>(&form);
    const auto* members = value == nullptr ? nullptr : value->if_object();
    const auto* found = members == nullptr ? nullptr : members->if_contains("query");
    const auto* text = found == nullptr ? nullptr : found->if_string();
    return text == nullptr ? std::string() : std::string(*text);
}

core::Refusal too_large() {
    core::Refusal refusal{
        .code = core::RefusalCode::invalid_form, .detail = {}, .errors = {}, .version = 0};
    refusal.errors.push_back(
        {"/query",
         "max_items",
         "It finds more than 20,000 entries: narrow it by created:, or let an operator use "
         "`clarion audit extract`"}
    );
    return refusal;
}

class AskRun final : public std::enable_shared_from_this<AskRun> {
public:
    AskRun(
        runtime::WorkQueue& queue,
        const Call& call,
        runtime::AskExport asked,
        core::Sha256 sha256,
        TakeAnswer done
    )
        : queue_(queue),
          caller_{.principal = call.principal, .request_id = call.request.id},
          asked_(std::move(asked)),
          sha256_(std::move(sha256)),
          done_(std::move(done)) {}

    void count(std::optional<std::uint64_t> before) {
        runtime::ReadAuditPart part{.query = query_of(asked_.form)};
        part.purpose = "audit_export_counted";
        part.before = before;
        part.all_time = true;
        offer(std::move(part), [self = shared_from_this()](runtime::Answer answer) {
            self->take(std::move(answer));
        });
    }

private:
    void offer(runtime::Asked asked, TakeAnswer answer) {
        runtime::Work work{.caller = caller_, .asked = std::move(asked), .answer = answer};
        if (!queue_.offer(std::move(work))) done_(runtime::Unavailable{});
    }

    void take(runtime::Answer answer) {
        const auto* part = std::get_if<runtime::Answered>(&answer);
        if (part == nullptr) {
            const auto* refusal = std::get_if<core::Refusal>(&answer);
            // The engine says in its own order what else is wrong.
            if (refusal != nullptr && refusal->code == core::RefusalCode::malformed_body)
                return ask();
            return done_(std::move(answer));
        }
        if (parts_++ == 0) {
            asked_.found.end = part->document.at("end").to_number<std::uint64_t>();
            asked_.found.log_size = part->document.at("size").to_number<std::uint64_t>();
        }
        add_leaves(extract_, *part);
        const json::value& next = part->document.at("next");
        if (next.is_null()) return ask();
        if (parts_ == kExportPartsMax) return done_(too_large());
        count(next.to_number<std::uint64_t>());
    }

    void ask() {
        asked_.found.entries = extract_.entries();
        asked_.found.files = extract_.file_lines(sha256_);
        offer(asked_, done_);
    }

    runtime::WorkQueue& queue_;
    runtime::Caller caller_;
    runtime::AskExport asked_;
    core::Sha256 sha256_;
    TakeAnswer done_;
    std::size_t parts_ = 0;
    core::LogExtract extract_;
};

class FetchRun final : public PartRun<runtime::ReadExport> {
public:
    FetchRun(
        runtime::WorkQueue& queue,
        const Call& call,
        core::Sha256 sha256,
        DrawMade draw,
        DrawFailure draw_failure
    )
        : PartRun(queue, call, std::move(draw), std::move(draw_failure)),
          sha256_(std::move(sha256)) {}

private:
    [[nodiscard]] const json::value* member(std::string_view name) const {
        const auto* document = parts().back().document.if_object();
        return document == nullptr ? nullptr : document->if_contains(name);
    }

    [[nodiscard]] std::optional<runtime::ReadExport> next() const override {
        const json::value* before = member("next");
        if (before == nullptr || before->is_null()) return std::nullopt;
        runtime::ReadExport more = asked();
        more.before = before->to_number<std::uint64_t>();
        return more;
    }

    [[nodiscard]] json::object made() const override {
        const json::value* agreed = member("files");
        if (agreed == nullptr) return {{"content", parts().front().bytes}};
        core::LogExtract extract;
        for (const runtime::Answered& part : parts())
            add_leaves(extract, part);
        if (extract.file_lines(sha256_) != std::string_view(agreed->as_string())) return {};
        const bool is_csv = asked().file == core::kExtractCsv;
        return {{"content", is_csv ? extract.csv() : extract.lines()}};
    }

    core::Sha256 sha256_;
};

std::string type_of(std::string_view file) {
    if (file == core::kExtractLines) return "application/x-ndjson";
    if (file == core::kExtractCsv) return "text/csv; charset=utf-8";
    return file == "manifest.salt" ? "application/octet-stream" : "text/plain; charset=utf-8";
}

}  // namespace

void ask_for_export(
    runtime::WorkQueue& queue,
    const Call& call,
    runtime::AskExport asked,
    core::Sha256 sha256,
    TakeAnswer done
) {
    std::make_shared<AskRun>(queue, call, std::move(asked), std::move(sha256), std::move(done))
        ->count(std::nullopt);
}

void fetch_export(
    runtime::WorkQueue& queue,
    const Call& call,
    runtime::ReadExport asked,
    core::Sha256 sha256,
    DrawFailure draw_failure
) {
    auto draw = [file = asked.file, draw_failure](const json::object& made) {
        const json::value* content = made.if_contains("content");
        if (content == nullptr) {
            return draw_failure(core::Refusal{
                .code = core::RefusalCode::action_not_available,
                .detail = "What the query finds is no longer what was agreed to.",
                .errors = {},
                .version = 0});
        }
        Response response;
        response.body = std::string(content->as_string());
        response.with("content-type", type_of(file));
        response.with("content-disposition", "attachment; filename=\"" + file + "\"");
        return response;
    };
    std::make_shared<FetchRun>(
        queue, call, std::move(sha256), std::move(draw), std::move(draw_failure)
    )
        ->ask(std::move(asked));
}

}  // namespace clarion::http
