// Reads the journey strictly: a member it does not know is an error, for a misspelt condition would
// show a page to the wrong people.
#include "adapters/http/intake/journey.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <set>

namespace clarion::http::intake {

namespace json = core::json;

namespace {

constexpr std::int64_t kNumberMax = 100'000;

[[noreturn]] void bad(const std::string& place, const std::string& what) {
    throw BadJourney("journey " + place + ": " + what);
}

const json::object& object_at(const json::value& value, const std::string& place) {
    if (!value.is_object()) bad(place, "must be an object");
    return value.get_object();
}

void check_members(
    const json::object& object,
    std::initializer_list<std::string_view> known,
    const std::string& place
) {
    for (const auto& member : object) {
        const std::string_view name = member.key();
        if (std::find(known.begin(), known.end(), name) == known.end()) {
            bad(place, "has no member " + std::string(name));
        }
    }
}

std::string text_at(
    const json::object& object,
    std::string_view name,
    const std::string& place,
    std::optional<std::string> otherwise = ""
) {
    const json::value* value = object.if_contains(name);
    if (!value && otherwise) return *otherwise;
    if (!value || !value->is_string()) bad(place, std::string(name) + " must be a text");
    return std::string(value->get_string());
}

std::vector<std::string> texts_at(
    const json::object& object, std::string_view name, const std::string& place
) {
    std::vector<std::string> texts;
    const json::value* value = object.if_contains(name);
    if (!value) return texts;
    if (!value->is_array()) bad(place, std::string(name) + " must be a list of texts");
    for (const json::value& text : value->get_array()) {
        if (!text.is_string()) bad(place, std::string(name) + " must be a list of texts");
        texts.emplace_back(text.get_string());
    }
    return texts;
}

bool flag_at(const json::object& object, std::string_view name, const std::string& place) {
    const json::value* value = object.if_contains(name);
    if (value && !value->is_bool()) bad(place, std::string(name) + " must be true or false");
    return value && value->get_bool();
}

template <class Read>
auto list_at(
    const json::object& object, std::string_view name, const std::string& place, Read read
) {
    std::vector<decltype(read(json::value(), place))> items;
    const json::value* value = object.if_contains(name);
    if (!value) return items;
    if (!value->is_array()) bad(place, std::string(name) + " must be a list");
    for (std::size_t i = 0; i < value->get_array().size(); ++i) {
        const std::string here = place + "/" + std::string(name) + "/" + std::to_string(i);
        items.push_back(read(value->get_array()[i], here));
    }
    return items;
}

FieldKind read_kind(const std::string& text, const std::string& place) {
    static constexpr std::array<std::pair<std::string_view, FieldKind>, 11> kKinds{{
        {"radios", FieldKind::radios},
        {"checkboxes", FieldKind::checkboxes},
        {"flags", FieldKind::flags},
        {"tick", FieldKind::tick},
        {"text", FieldKind::text},
        {"area", FieldKind::area},
        {"lines", FieldKind::lines},
        {"people", FieldKind::people},
        {"date", FieldKind::date},
        {"number", FieldKind::number},
        {"times", FieldKind::times},
    }};
    for (const auto& [name, kind] : kKinds) {
        if (name == text) return kind;
    }
    bad(place, "unknown kind " + text);
}

std::string pointer_at(const json::object& object, const std::string& place) {
    std::string pointer = text_at(object, "pointer", place, std::nullopt);
    if (!pointer.starts_with('/') || pointer.size() < 2) bad(place, "pointer must start with /");
    return pointer;
}

Condition read_condition(const json::value& value, const std::string& place) {
    const json::object& object = object_at(value, place);
    check_members(object, {"pointer", "any_of"}, place);
    Condition condition{pointer_at(object, place), texts_at(object, "any_of", place)};
    if (condition.any_of.empty()) bad(place, "any_of must name an answer");
    return condition;
}

Option read_option(const json::value& value, const std::string& place) {
    const json::object& object = object_at(value, place);
    check_members(object, {"value", "label", "hint", "pointer"}, place);
    return {
        text_at(object, "value", place, std::nullopt),
        text_at(object, "label", place, std::nullopt),
        text_at(object, "hint", place),
        object.contains("pointer") ? pointer_at(object, place) : std::string()};
}

Variant read_variant(const json::value& value, const std::string& place) {
    const json::object& object = object_at(value, place);
    check_members(object, {"when", "words"}, place);
    return {
        list_at(object, "when", place, read_condition),
        text_at(object, "words", place, std::nullopt)};
}

int number_at(const json::object& object, std::string_view name, const std::string& place) {
    const json::value* value = object.if_contains(name);
    if (!value) return 0;
    if (!value->is_int64() || value->get_int64() < 0 || value->get_int64() > kNumberMax) {
        bad(place, std::string(name) + " must be a whole number");
    }
    return static_cast<int>(value->get_int64());
}

Rows read_rows(const json::object& field, const std::string& place) {
    const json::value* value = field.if_contains("rows");
    if (!value) bad(place, "a list needs rows");
    const std::string here = place + "/rows";
    const json::object& object = object_at(*value, here);
    check_members(object, {"item", "age", "add", "remove", "most"}, here);
    return {
        text_at(object, "item", here, std::nullopt),
        text_at(object, "age", here),
        text_at(object, "add", here, std::nullopt),
        text_at(object, "remove", here, std::nullopt),
        number_at(object, "most", here)};
}

Messages read_messages(const json::value& value, const std::string& place) {
    Messages messages;
    for (const auto& [code, words] : object_at(value, place)) {
        if (!words.is_string()) bad(place, std::string(code) + " must be a text");
        messages.emplace_back(code, std::string(words.get_string()));
    }
    return messages;
}

// Every way in which a date can be wrong is said in words of its own.
void check_date_messages(const Field& field, const std::string& place) {
    static constexpr std::array<std::string_view, 8> kCodes{
        "incomplete_d",
        "incomplete_m",
        "incomplete_y",
        "incomplete_dm",
        "incomplete_dy",
        "incomplete_my",
        "not_real",
        "year_digits"};
    for (const std::string_view code : kCodes) {
        const bool said =
            std::any_of(field.messages.begin(), field.messages.end(), [code](const auto& message) {
                return message.first == code;
            });
        if (!said) bad(place + "/messages", "lacks " + std::string(code));
    }
}

Field read_field(const json::value& value, const std::string& place) {
    const json::object& object = object_at(value, place);
    check_members(
        object,
        {"pointer",
         "kind",
         "label",
         "variants",
         "spoken",
         "rows",
         "count_to",
         "summary",
         "hint",
         "options",
         "when",
         "messages",
         "autocomplete",
         "inputmode",
         "width",
         "optional"},
        place
    );
    Field field;
    field.pointer = pointer_at(object, place);
    field.kind = read_kind(text_at(object, "kind", place, std::nullopt), place);
    field.label = text_at(object, "label", place);
    field.summary = text_at(object, "summary", place);
    field.hint = text_at(object, "hint", place);
    field.options = list_at(object, "options", place, read_option);
    field.when = list_at(object, "when", place, read_condition);
    field.autocomplete = text_at(object, "autocomplete", place, "off");
    field.inputmode = text_at(object, "inputmode", place);
    // In characters, as govuk-frontend has them: 2, 3, 4, 5, 10, 20.
    if (const std::string width = text_at(object, "width", place); !width.empty()) {
        field.width = "govuk-input--width-" + width;
    }
    field.optional = flag_at(object, "optional", place);
    if (const json::value* messages = object.if_contains("messages")) {
        field.messages = read_messages(*messages, place + "/messages");
    }
    field.variants = list_at(object, "variants", place, read_variant);
    field.spoken = text_at(object, "spoken", place);
    field.count_to = number_at(object, "count_to", place);
    if (field.kind == FieldKind::lines || field.kind == FieldKind::people) {
        field.rows = read_rows(object, place);
    }
    if (field.kind == FieldKind::date) check_date_messages(field, place);
    const bool flags = field.kind == FieldKind::flags;
    for (const Option& option : field.options) {
        if (flags == option.pointer.empty()) bad(place, "only options of flags have pointers");
    }
    return field;
}

Page read_page(const json::value& value, const std::string& place) {
    const json::object& object = object_at(value, place);
    check_members(
        object,
        {"slug",
         "heading",
         "variants",
         "spoken",
         "languages",
         "own_device",
         "help_softly",
         "section",
         "paragraphs",
         "notice",
         "fields",
         "when",
         "when_any",
         "help_first",
         "button"},
        place
    );
    Page page;
    page.slug = text_at(object, "slug", place, std::nullopt);
    page.heading = text_at(object, "heading", place, std::nullopt);
    page.section = text_at(object, "section", place);
    page.paragraphs = texts_at(object, "paragraphs", place);
    page.notice = text_at(object, "notice", place);
    page.fields = list_at(object, "fields", place, read_field);
    page.when = list_at(object, "when", place, read_condition);
    page.when_any = list_at(object, "when_any", place, read_condition);
    page.help_first = list_at(object, "help_first", place, read_condition);
    page.help_softly = list_at(object, "help_softly", place, read_condition);
    page.variants = list_at(object, "variants", place, read_variant);
    page.spoken = text_at(object, "spoken", place);
    page.languages = flag_at(object, "languages", place);
    page.own_device = flag_at(object, "own_device", place);
    page.button = text_at(object, "button", place);
    return page;
}

Paragraph read_paragraph(const json::value& value, const std::string& place) {
    if (value.is_string()) return {.words = std::string(value.get_string())};
    const json::object& object = object_at(value, place);
    check_members(object, {"words", "many", "limit"}, place);
    return {
        text_at(object, "words", place, std::nullopt),
        text_at(object, "many", place),
        text_at(object, "limit", place, std::nullopt)};
}

Doubt read_doubt(const json::value& value, const std::string& place) {
    const json::object& object = object_at(value, place);
    check_members(object, {"pointers", "heading", "yes", "change"}, place);
    return {
        texts_at(object, "pointers", place),
        text_at(object, "heading", place, std::nullopt),
        text_at(object, "yes", place, std::nullopt),
        text_at(object, "change", place, std::nullopt)};
}

Step read_step(const json::value& value, const std::string& place) {
    const json::object& object = object_at(value, place);
    check_members(object, {"title", "detail"}, place);
    const json::value* detail = object.if_contains("detail");
    if (!detail) bad(place, "detail is missing");
    return {text_at(object, "title", place, std::nullopt), read_paragraph(*detail, place)};
}

Words read_words(const json::object& journey, std::string_view name) {
    const std::string place = "/" + std::string(name);
    const json::value* value = journey.if_contains(name);
    if (!value) bad(place, "is missing");
    const json::object& object = object_at(*value, place);
    check_members(object, {"heading", "paragraphs", "steps", "button"}, place);
    return {
        text_at(object, "heading", place, std::nullopt),
        list_at(object, "paragraphs", place, read_paragraph),
        list_at(object, "steps", place, read_step),
        text_at(object, "button", place)};
}

void check_pointers(const Journey& journey) {
    std::set<std::string> pointers;
    for (const Page& page : journey.pages) {
        for (const Field& field : page.fields) {
            if (!pointers.insert(field.pointer).second)
                bad(page.slug, "asks twice for " + field.pointer);
        }
    }
}

void check_whole(const Journey& journey) {
    std::set<std::string> slugs;
    for (const Page& page : journey.pages) {
        if (!page.slug.starts_with("q/") && !page.slug.starts_with("p/")) {
            bad(page.slug, "slug must start with q/ or p/");
        }
        if (!slugs.insert(page.slug).second) bad(page.slug, "comes twice");
        const auto& known = journey.sections;
        const bool listed = std::find(known.begin(), known.end(), page.section) != known.end();
        if (!page.fields.empty() && !listed) bad(page.slug, "its section is not in sections");
    }
    if (journey.pages.empty()) bad("/pages", "there are none");
    check_pointers(journey);
}

}  // namespace

const Page* Journey::find(std::string_view slug) const {
    for (const Page& page : pages) {
        if (page.slug == slug) return &page;
    }
    return nullptr;
}

Journey read_journey(const json::value& document) {
    const json::object& object = object_at(document, "");
    check_members(
        object,
        {"id",
         "start",
         "check",
         "sent",
         "sections",
         "constants",
         "pages",
         "doubts",
         "stop_contact"},
        ""
    );
    Journey journey;
    journey.id = text_at(object, "id", "", std::nullopt);
    journey.start = read_words(object, "start");
    journey.check = read_words(object, "check");
    journey.sent = read_words(object, "sent");
    journey.sections = texts_at(object, "sections", "");
    journey.pages = list_at(object, "pages", "", read_page);
    const json::value* stop = object.if_contains("stop_contact");
    if (!stop) bad("/stop_contact", "is missing");
    journey.stop_contact = read_page(*stop, "/stop_contact");
    journey.doubts = list_at(object, "doubts", "", read_doubt);
    if (const json::value* constants = object.if_contains("constants")) {
        journey.constants = object_at(*constants, "/constants");
    }
    check_whole(journey);
    return journey;
}

}  // namespace clarion::http::intake
