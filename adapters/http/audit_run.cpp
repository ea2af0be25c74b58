#include "adapters/http/audit_run.hpp"

#include <string_view>
#include <utility>

#include "engine/runtime/audit_questions.hpp"

namespace clarion::http {

namespace {

namespace json = core::json;

constexpr std::size_t kRowsMax = 500;
constexpr std::size_t kLengthBytes = 4;

class AuditRun final : public PartRun<runtime::ReadAuditPart> {
public:
    using PartRun::PartRun;

private:
    [[nodiscard]] std::optional<runtime::ReadAuditPart> next() const override {
        const json::value& before = parts().back().document.at("next");
        if (before.is_null() || parts().size() >= kAuditPartsMax) return std::nullopt;
        runtime::ReadAuditPart more = asked();
        more.before = before.to_number<std::uint64_t>();
        return more;
    }

    template <class Visit>
    void each_entry(Visit visit) const {
        for (const runtime::Answered& part : parts()) {
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

    [[nodiscard]] json::object made() const override {
        std::uint64_t looked_at = 0;
        for (const runtime::Answered& part : parts())
            looked_at += part.document.at("looked_at").to_number<std::uint64_t>();
        json::object found{
            {"entries", looked_at},
            {"size", parts().front().document.at("size")},
            {"complete", parts().back().document.at("next").is_null()},
            {"since", parts().front().document.at("since")}};
        const auto question = runtime::audit_question(asked().question);
        if (!question) {
            runtime::AuditFacets facets;
            each_entry([&facets](const json::object& entry) { facets.add(entry); });
            found["facets"] = facets.document();
            return found;
        }
        runtime::AuditAnswer answer(*question, parts().front().document.at("pairs").as_object());
        each_entry([&answer](const json::object& entry) { answer.add(entry); });
        add_rows(found, answer);
        return found;
    }

    void add_rows(json::object& found, const runtime::AuditAnswer& answer) const {
        for (const runtime::NamedQuestion& known : runtime::audit_questions()) {
            if (known.name == asked().question) found["title"] = known.title;
        }
        found["name"] = asked().question;
        found["query"] = asked().query;
        std::vector<json::object> all = answer.rows();
        found["more"] = all.size() > kRowsMax;
        json::array rows;
        for (json::object& row : all) {
            if (rows.size() < kRowsMax) rows.push_back(std::move(row));
        }
        found["rows"] = std::move(rows);
    }
};

}  // namespace

void run_audit(
    runtime::WorkQueue& queue,
    const Call& call,
    runtime::ReadAuditPart asked,
    DrawMade draw,
    DrawFailure draw_failure
) {
    std::make_shared<AuditRun>(queue, call, std::move(draw), std::move(draw_failure))
        ->ask(std::move(asked));
}

}  // namespace clarion::http
