#include "adapters/http/audit_run.hpp"

#include <memory>
#include <string_view>
#include <utility>

#include "engine/runtime/audit_questions.hpp"

namespace clarion::http {

namespace {

namespace json = core::json;

constexpr std::size_t kRowsMax = 500;
constexpr std::size_t kLengthBytes = 4;

class AuditRun : public std::enable_shared_from_this<AuditRun> {
public:
    AuditRun(runtime::WorkQueue& queue, const Call& call, DrawFound draw, DrawNothing draw_nothing)
        : queue_(queue),
          caller_{.principal = call.principal, .request_id = call.request.id},
          reply_(call.reply),
          draw_(std::move(draw)),
          draw_nothing_(std::move(draw_nothing)) {}

    void ask(runtime::ReadAuditPart asked) {
        asked_ = asked;
        runtime::Work work{
            .caller = caller_,
            .asked = std::move(asked),
            .answer = [self = shared_from_this()](runtime::Answer answer
                      ) { self->take(std::move(answer)); },
        };
        if (!queue_.offer(std::move(work))) take(runtime::Unavailable{});
    }

private:
    void take(runtime::Answer answer) {
        auto* part = std::get_if<runtime::Answered>(&answer);
        if (part == nullptr) {
            failure_ = std::move(answer);
            return finish();
        }
        parts_.push_back(std::move(*part));
        const json::value& next = parts_.back().document.at("next");
        if (next.is_null() || parts_.size() >= kAuditPartsMax) return finish();
        runtime::ReadAuditPart more = asked_;
        more.before = next.to_number<std::uint64_t>();
        ask(std::move(more));
    }

    void finish() {
        Response later;
        later.finish = [self = shared_from_this()](Response& response) {
            response =
                self->failure_ ? self->draw_nothing_(*self->failure_) : self->draw_(self->made());
        };
        reply_(std::move(later));
    }

    template <class Visit>
    void each_entry(Visit visit) const {
        for (const runtime::Answered& part : parts_) {
            std::string_view bytes = part.bytes;
            while (bytes.size() >= kLengthBytes) {
                std::size_t size = 0;
                for (std::size_t at = 0; at < kLengthBytes; ++at)
                    size = size << 8U | static_cast<unsigned char>(bytes[at]);
                visit(json::parse(bytes.substr(kLengthBytes, size)).as_object());
                bytes.remove_prefix(kLengthBytes + size);
            }
        }
    }

    [[nodiscard]] json::object made() const {
        std::uint64_t looked_at = 0;
        for (const runtime::Answered& part : parts_)
            looked_at += part.document.at("looked_at").to_number<std::uint64_t>();
        json::object found{
            {"entries", looked_at},
            {"size", parts_.front().document.at("size")},
            {"complete", parts_.back().document.at("next").is_null()},
            {"since", parts_.front().document.at("since")}};
        const auto question = runtime::audit_question(asked_.question);
        if (!question) {
            runtime::AuditFacets facets;
            each_entry([&facets](const json::object& entry) { facets.add(entry); });
            found["facets"] = facets.document();
            return found;
        }
        runtime::AuditAnswer answer(*question, parts_.front().document.at("pairs").as_object());
        each_entry([&answer](const json::object& entry) { answer.add(entry); });
        add_rows(found, answer);
        return found;
    }

    void add_rows(json::object& found, const runtime::AuditAnswer& answer) const {
        for (const runtime::NamedQuestion& known : runtime::audit_questions()) {
            if (known.name == asked_.question) found["title"] = known.title;
        }
        found["name"] = asked_.question;
        found["query"] = asked_.query;
        std::vector<json::object> all = answer.rows();
        found["more"] = all.size() > kRowsMax;
        json::array rows;
        for (json::object& row : all) {
            if (rows.size() < kRowsMax) rows.push_back(std::move(row));
        }
        found["rows"] = std::move(rows);
    }

    runtime::WorkQueue& queue_;
    runtime::Caller caller_;
    Reply reply_;
    DrawFound draw_;
    DrawNothing draw_nothing_;
    runtime::ReadAuditPart asked_;
    std::vector<runtime::Answered> parts_;
    std::optional<runtime::Answer> failure_;
};

}  // namespace

void run_audit(
    runtime::WorkQueue& queue,
    const Call& call,
    runtime::ReadAuditPart asked,
    DrawFound draw,
    DrawNothing draw_nothing
) {
    std::make_shared<AuditRun>(queue, call, std::move(draw), std::move(draw_nothing))
        ->ask(std::move(asked));
}

}  // namespace clarion::http
