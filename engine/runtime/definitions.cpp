#include "engine/runtime/definitions.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "engine/core/ensure.hpp"
#include "engine/core/hex.hpp"
#include "engine/ports/bytes.hpp"
#include "engine/ports/failures.hpp"

namespace clarion::runtime {

namespace json = core::json;

namespace {

json::object read_bundle(std::string_view bytes) {
    boost::system::error_code error;
    json::value value = json::parse(bytes, error);
    if (error || !value.is_object()) throw BadBundle("a bundle is not a JSON object");
    return std::move(value.get_object());
}

bool is_for_requests(const core::Process& process) {
    const json::value* route = process.profile.if_contains("requests");
    return route == nullptr || (route->is_string() && route->get_string() == process.route);
}

// "2" before "10": versions are whole numbers; anything else sorts as text after its length.
auto version_order(const ProcessHandle& process) {
    return std::tuple(process->id, process->version.size(), process->version);
}

void check_forms(const core::Process& process, const ports::FormChecker& forms) {
    const std::string& opening = process.opening.form;
    if (!forms.knows(opening)) throw BadBundle("the form `" + opening + "` is not published");
    for (const auto& [name, action] : process.actions) {
        if (forms.knows(action.form)) continue;
        throw BadBundle("action " + name + " names the unknown form " + action.form);
    }
}

}  // namespace

std::string_view zone_name_of(const json::object& bundle) {
    const json::value* profile = bundle.if_contains("profile");
    const json::value* zone = profile != nullptr && profile->is_object()
                                  ? profile->get_object().if_contains("zone")
                                  : nullptr;
    if (zone == nullptr || !zone->is_string()) throw BadBundle("a profile names no time zone");
    return zone->get_string();
}

Definitions::Definitions(
    ports::CaseStore& store,
    const ports::FormChecker& forms,
    const ports::TimeZones& zones,
    core::Sha256 sha256
)
    : store_(store), forms_(forms), zones_(zones), sha256_(std::move(sha256)) {}

core::BundleHash Definitions::hash_of(std::string_view bundle) const {
    return {core::to_hex(sha256_({ports::view_of(bundle)}))};
}

Definitions::Published Definitions::compile(std::string_view bundle, const core::BundleHash& hash)
    const {
    const json::object document = read_bundle(bundle);
    const std::string_view zone_name = zone_name_of(document);
    const core::Zone* zone = zones_.find_zone(zone_name);
    if (zone == nullptr) throw BadBundle("unknown time zone " + std::string(zone_name));
    auto process = core::compile_process(document, hash, *zone);
    if (!process) {
        std::string what = "a bundle does not compile";
        for (const auto& problem : process.error()) {
            what += "\n  " + problem.pointer + ": " + problem.reason;
        }
        throw BadBundle(what);
    }
    const json::value* forms = document.if_contains("forms");
    core::ensure(forms != nullptr && forms->is_object(), "a compiled bundle has its forms");
    core::CoveredFields covered;
    // All of them: a case keeps what came in by another route's form as well.
    for (const auto& form : forms->get_object()) {
        if (form.value().is_object()) covered.add_form(form.value().get_object());
    }
    const json::value* definition = document.if_contains("definition");
    if (definition != nullptr && definition->is_object())
        covered.add_records(definition->get_object(), forms->get_object());
    return {
        .process = std::make_shared<const core::Process>(std::move(process).value()),
        .forms = forms_.of_bundle(forms->get_object()),
        .covered = std::move(covered)};
}

void Definitions::publish(std::string_view bundle, core::Instant now) {
    const core::BundleHash hash = hash_of(bundle);
    if (compiled_.contains(hash.text)) return;
    Published compiled = compile(bundle, hash);
    ProcessHandle process = compiled.process;
    store_.publish_bundle(hash, bundle, now);
    compiled_.emplace(hash.text, std::move(compiled));
    offered_.push_back(process);
    std::stable_sort(offered_.begin(), offered_.end(), [](const auto& left, const auto& right) {
        return version_order(left) < version_order(right);
    });
    const bool is_newer = for_requests_ && process->id == for_requests_->id &&
                          version_order(for_requests_) < version_order(process);
    if (is_for_requests(*process) && (!for_requests_ || is_newer)) {
        for_requests_ = std::move(process);
    }
}

// Before it is written, or one that does not compile would be in the store; and written each time:
// what is compiled may be of a batch that was taken back.
void Definitions::keep(std::string_view bundle, core::Instant now) {
    const core::BundleHash hash = hash_of(bundle);
    if (!compiled_.contains(hash.text)) compiled_.emplace(hash.text, compile(bundle, hash));
    store_.publish_bundle(hash, bundle, now);
}

ProcessHandle Definitions::newest_of(std::string_view scheme, std::string_view route) const {
    const auto newest = std::find_if(offered_.rbegin(), offered_.rend(), [&](const auto& process) {
        return process->scheme == scheme && process->route == route;
    });
    return newest == offered_.rend() ? nullptr : *newest;
}

void Definitions::check_offered() {
    if (offered_.empty()) throw BadBundle("no workflow is published");
    if (for_requests_ == nullptr) throw BadBundle("no workflow takes requests");
    for (const ProcessHandle& process : offered_)
        check_forms(*process, forms_of(process->hash));
}

ProcessHandle Definitions::newest_named(std::string_view name) const {
    const auto newest = std::find_if(offered_.rbegin(), offered_.rend(), [&](const auto& process) {
        return process->id == name || process->route == name;
    });
    return newest == offered_.rend() ? nullptr : *newest;
}

const ProcessHandle& Definitions::for_requests() const {
    core::ensure(for_requests_ != nullptr, "a workflow for requests is published first");
    return for_requests_;
}

const Definitions::Published& Definitions::published(const core::BundleHash& hash) {
    if (const auto found = compiled_.find(hash.text); found != compiled_.end()) {
        return found->second;
    }
    const auto bytes = store_.find_bundle(hash);
    if (!bytes) throw ports::IntegrityBroken("a case's bundle is not in the store");
    if (hash_of(*bytes) != hash) throw ports::IntegrityBroken("a published bundle has changed");
    return compiled_.emplace(hash.text, compile(*bytes, hash)).first->second;
}

ProcessHandle Definitions::process_of(const core::BundleHash& hash) {
    return published(hash).process;
}

const ports::FormChecker& Definitions::forms_of(const core::BundleHash& hash) {
    return *published(hash).forms;
}

const core::CoveredFields& Definitions::covered_fields_of(const core::BundleHash& hash) {
    return published(hash).covered;
}

json::object Definitions::written(const core::BundleHash& hash) {
    const auto bytes = store_.find_bundle(hash);
    if (!bytes) throw ports::IntegrityBroken("an offered bundle is not in the store");
    json::object document = read_bundle(*bytes);
    json::value* definition = document.if_contains("definition");
    core::ensure(definition != nullptr, "a compiled bundle has a definition");
    return definition->is_object() ? std::move(definition->get_object()) : json::object{};
}

}  // namespace clarion::runtime
