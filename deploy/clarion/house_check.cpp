#include "deploy/clarion/house_check.hpp"

#include <algorithm>
#include <functional>

#include "adapters/files/form_schemas.hpp"
#include "adapters/files/json_text.hpp"
#include "adapters/files/scheme.hpp"
#include "adapters/notify/smtp_notifier.hpp"
#include "deploy/clarion/calendar_lint.hpp"
#include "deploy/clarion/definition_lint.hpp"
#include "deploy/clarion/form_lint.hpp"
#include "deploy/clarion/house.hpp"
#include "deploy/clarion/page_words.hpp"

namespace clarion::deploy {

namespace json = core::json;
namespace statechart = core::statechart;

namespace {

constexpr std::string_view kCatalogue = "workflows/catalogue/";

class HouseCheck {
public:
    HouseCheck(const files::FileSet& house, std::string scheme)
        : house_(house), scheme_(std::move(scheme)) {}

    std::vector<std::string> run() {
        look("", [this] {
            look_at_forms(files::FormSchemas(house_));
            return Problems{};
        });
        for_each_in("workflows/calendars/", [](const std::string&, const json::object& calendar) {
            return calendar_problems(calendar);
        });
        for_each_in(kCatalogue, [this](const std::string& path, const json::object& catalogue) {
            const auto name = path.substr(kCatalogue.size(), path.rfind('.') - kCatalogue.size());
            return catalogue_problems(name, catalogue, house_);
        });
        for_each_in(
            "workflows/instruments/",
            [this](const std::string&, const json::object& instrument) {
                return catalogue_problems("instrument", instrument, house_);
            }
        );
        look("workflows/" + scheme_ + "/profile.json", [this] {
            return profile_problems(files::profile_of(house_, scheme_), house_);
        });
        look("workflows/" + scheme_ + "/profile.json", [this] {
            return extension_problems(files::written_profile(house_, scheme_), house_);
        });
        const std::string journey = files::path_in_scheme(house_, scheme_, "journey.json");
        look(journey, [this, &journey] { return journey_problems(document(journey), house_); });
        const std::string texts = files::path_in_scheme(house_, scheme_, "texts/");
        look(texts, [this] { return word_problems(); });
        for (const files::RouteFile& route : files::routes_of(house_, scheme_)) {
            look(route.path, [this, &route] {
                return definition_problems(house_, scheme_, route, document(route.path));
            });
        }
        return std::move(lines_);
    }

private:
    json::object document(const std::string& path) {
        return files::parse_json_object(path, files::file_named(house_, path));
    }

    void look_at_forms(const files::FormSchemas& forms) {
        for (const std::string& name : forms.names())
            look("schemas/forms/" + name + ".schema.json", [&] {
                return form_problems(name, forms);
            });
    }

    Problems word_problems() {
        const json::object profile = files::profile_of(house_, scheme_);
        const files::Texts texts(house_, texts_scheme(house_));
        Problems problems = notice_problems(texts);
        template_problems(profile, texts, problems);
        const auto* languages = profile.if_contains("languages");
        const bool several =
            languages != nullptr && languages->is_array() && languages->get_array().size() > 1;
        if (!several) return problems;
        auto missing =
            missing_words(profile, texts, page_messages(house_, scheme_, page_templates()));
        problems.insert(problems.end(), missing.begin(), missing.end());
        return problems;
    }

    // A message of which there are no words is never sent.
    static void template_problems(
        const json::object& profile, const files::Texts& texts, Problems& problems
    ) {
        boost::system::error_code error;
        const json::value whole(profile);
        const auto* names = whole.find_pointer("/messages/templates", error);
        if (names == nullptr || !names->is_array()) return;  // said elsewhere
        for (const json::value& name : names->get_array()) {
            const std::string body =
                (name.is_string() ? name.get_string().c_str() : "") + std::string(".body");
            if (!texts.find("en", body))
                problems.push_back({"/en", body + " has no words, and the profile sends it"});
        }
    }

    // Without them nobody's mailbox hears that work waits.
    static Problems notice_problems(const files::Texts& texts) {
        Problems problems;
        for (const char* part : {".subject", ".body"}) {
            const std::string key = std::string(notify::kStaffNotice) + part;
            if (!texts.find("en", key)) problems.push_back({"/en", key + " has no words"});
        }
        return problems;
    }

    // Once: two checks may see the same.
    void tell(std::string line) {
        if (std::find(lines_.begin(), lines_.end(), line) == lines_.end())
            lines_.push_back(std::move(line));
    }

    // What a check throws is a finding like any other: one broken file hides no other one's faults.
    void look(const std::string& file, const std::function<Problems()>& check) {
        try {
            for (const auto& problem : check()) {
                if (problem.severity != statechart::Severity::error) continue;
                tell(file + "#" + problem.pointer + ": " + problem.reason);
            }
        } catch (const files::FileProblem& problem) {
            tell(problem.what());
        } catch (const std::exception& problem) {
            tell(file + ": has not the shape it needs: " + problem.what());
        }
    }

    void for_each_in(
        std::string_view folder,
        const std::function<Problems(const std::string& path, const json::object&)>& check
    ) {
        for (const auto& file : house_) {
            const std::string& path = file.first;
            if (!path.starts_with(folder) || !path.ends_with(".json")) continue;
            look(path, [&] { return check(path, document(path)); });
        }
    }

    const files::FileSet& house_;
    std::string scheme_;
    std::vector<std::string> lines_;
};

}  // namespace

std::vector<std::string> house_problems(const files::FileSet& house, const std::string& scheme) {
    return HouseCheck(house, scheme).run();
}

const files::FileSet& sound(const files::FileSet& house) {
    const auto problems = house_problems(house, files::scheme_of(house));
    if (problems.empty()) return house;
    std::string all = "the house is refused, nothing of it is used:";
    for (const std::string& line : problems)
        all += "\n  " + line;
    throw files::FileProblem(all);
}

}  // namespace clarion::deploy
