#include "engine/core/statechart/plot.hpp"

#include <map>

#include "engine/core/statechart/configuration.hpp"

namespace clarion::core::statechart {

namespace {

std::string dot_quoted(std::string_view text) {
    std::string written = "\"";
    for (const char character : text) {
        if (character == '"' || character == '\\') written += '\\';
        written += character == '\n' ? ' ' : character;
    }
    return written + '"';
}

// `decision_target` reads as "Decision target".
std::string in_words(std::string_view key) {
    std::string words;
    for (const char character : key) {
        words += character == '_' || character == '.' ? ' ' : character;
    }
    if (!words.empty() && words[0] >= 'a' && words[0] <= 'z')
        words[0] = static_cast<char>(words[0] - 'a' + 'A');
    return words;
}

std::string title_in(const json::object& meta, std::string_view otherwise) {
    const auto* title = meta.if_contains("title");
    if (title != nullptr && title->is_string()) return std::string(title->get_string());
    return in_words(otherwise);
}

class Plot {
public:
    Plot(const Definition& definition, const PlotOptions& options)
        : definition_(definition), options_(options) {}

    std::string write() {
        const State& root = definition_.root();
        const std::string title = title_in(root.meta, definition_.id);
        text_ = "digraph " + dot_quoted(definition_.id) + " {\n";
        text_ +=
            "label=" + dot_quoted(title) + "; labelloc=t; tooltip=" + dot_quoted(title) + ";\n";
        text_ += "compound=true; newrank=true; rankdir=TB; fontname=\"sans-serif\";\n";
        text_ += "node [shape=box, style=rounded, fontname=\"sans-serif\"];\n";
        text_ += "edge [fontname=\"sans-serif\", fontsize=10];\n";
        if (root.children.empty()) write_node(root);
        for (const StateIndex child : root.children)
            write_state(definition_.at(child));
        if (root.kind == StateKind::compound) write_start(root);
        for (const State& state : definition_.states)
            write_edges(state);
        return text_ + "}\n";
    }

private:
    static std::string name_of(const State& state) { return 's' + std::to_string(state.index); }

    // Where an edge ends that means a whole cluster: some leaf inside it.
    [[nodiscard]] std::string anchor_of(const State& state) const {
        const State* inner = &state;
        while (!inner->children.empty()) {
            const StateIndex next =
                inner->initial.empty() ? inner->children.front() : inner->initial.front();
            inner = &definition_.at(next);
        }
        return name_of(*inner);
    }

    [[nodiscard]] std::string class_of(const State& state) const {
        if (options_.highlight.contains(state.id)) return "current";
        return options_.visited.contains(state.id) ? "done" : "possible";
    }

    [[nodiscard]] std::string attributes_of(const State& state) const {
        const std::string title = title_in(state.meta, state.key);
        const auto count = options_.counts.find(state.id);
        const std::string many =
            count == options_.counts.end() ? "" : ": " + std::to_string(count->second);
        return "label=" + dot_quoted(title + many) + ", tooltip=" + dot_quoted(title) +
               ", id=" + dot_quoted("state-" + state.id) + ", class=" + dot_quoted(class_of(state));
    }

    void write_state(const State& state) {
        if (state.children.empty()) return write_node(state);
        text_ += "subgraph cluster_" + name_of(state) + " {\n";
        const std::string title = title_in(state.meta, state.key);
        text_ += "label=" + dot_quoted(title) + "; tooltip=" + dot_quoted(title) +
                 "; class=" + dot_quoted(class_of(state));
        text_ += "; style=\"rounded";
        const bool is_region = definition_.at(state.parent).kind == StateKind::parallel;
        text_ += is_region ? ",dashed\";\n" : "\";\n";
        for (const StateIndex child : state.children)
            write_state(definition_.at(child));
        if (state.kind == StateKind::compound) write_start(state);
        text_ += "}\n";
    }

    void write_node(const State& state) {
        if (is_history(state)) {
            const bool deep = state.kind == StateKind::deep_history;
            text_ += name_of(state) + " [shape=circle, label=" + (deep ? "\"H*\"" : "\"H\"");
            text_ += ", tooltip=\"as it was before\", class=\"history\"];\n";
            return;
        }
        text_ += name_of(state) + " [" + attributes_of(state);
        if (state.kind == StateKind::final) text_ += ", peripheries=2";
        text_ += "];\n";
    }

    void write_start(const State& state) {
        const std::string start = name_of(state) + "_start";
        text_ += start + " [shape=point, label=\"\", tooltip=\"start\", class=\"start\"];\n";
        for (const StateIndex first : state.initial) {
            text_ += start + " -> " + anchor_of(definition_.at(first));
            text_ += end_attributes(state, definition_.at(first), {}) + ";\n";
        }
    }

    // Edges between clusters stop at their borders, unless one lies within the other.
    [[nodiscard]] std::string end_attributes(
        const State& from, const State& to, const std::string& label
    ) const {
        std::string attributes = label.empty() ? "" : "label=" + dot_quoted(label);
        const auto add = [&](const std::string& attribute) {
            attributes += (attributes.empty() ? "" : ", ") + attribute;
        };
        const bool inside =
            definition_.is_descendant(from.index, to.index) || from.index == to.index;
        const bool outside =
            definition_.is_descendant(to.index, from.index) || from.index == to.index;
        if (!to.children.empty() && !inside && to.index != 0) add("lhead=cluster_" + name_of(to));
        if (!from.children.empty() && !outside && from.index != 0)
            add("ltail=cluster_" + name_of(from));
        return attributes.empty() ? "" : " [" + attributes + "]";
    }

    [[nodiscard]] static std::string label_of(const Transition& transition) {
        std::string label;
        if (transition.delay) {
            label = "after " + in_words(*transition.delay);
        } else if (transition.descriptor.starts_with("xstate.done.state.")) {
            label = "when done";
        } else if (!transition.descriptor.empty()) {
            label = title_in(transition.meta, transition.descriptor);
        }
        return transition.guard ? label + " [if]" : label;
    }

    void write_edges(const State& state) {
        std::map<StateIndex, std::string> labels;  // one edge for each pair of states
        for (const auto* list : {&state.on, &state.always, &state.after}) {
            for (const auto& transition : *list) {
                for (const StateIndex target : transition.targets) {
                    std::string& label = labels[target];
                    const std::string more = label_of(transition);
                    if (label.find(more) != std::string::npos) continue;  // guarded alternatives
                    if (!label.empty() && !more.empty()) label += ", ";
                    label += more;
                }
            }
        }
        for (const auto& [target, label] : labels) {
            const State& to = definition_.at(target);
            text_ += anchor_of(state) + " -> " + anchor_of(to) + end_attributes(state, to, label) +
                     ";\n";
        }
    }

    const Definition& definition_;
    const PlotOptions& options_;
    std::string text_;
};

}  // namespace

std::string to_dot(const Definition& definition, const PlotOptions& options) {
    return Plot(definition, options).write();
}

}  // namespace clarion::core::statechart
