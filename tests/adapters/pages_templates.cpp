#include <doctest/doctest.h>

#include "adapters/files/file_set.hpp"
#include "adapters/http/web/components.hpp"
#include "adapters/http/web/drawing.hpp"

namespace clarion::http::web {
namespace {

TEST_CASE("template rules: what could let a stranger's text act as markup is refused") {
    for (const char* bad : {
             "{{{text}}}",
             "{{& text}}",
             "{{=<% %>=}}",
             "{{text_html}}",
             "<a href={{address}}>x</a>",
             "<a href='{{address}}'>x</a>",
             "<p style=\"color: red\">x</p>",
             "<p onclick=\"x()\">x</p>",
             "<script>x()</script>",
             "<style>p{}</style>",
             "<a href=\"javascript:x()\">x</a>",
             "<a href=\"{{address}}>x</a>",
         }) {
        CAPTURE(bad);
        CHECK(check_template(bad));
    }
    CHECK_FALSE(
        check_template("<a href=\"{{address}}\"{{#on}} rel=\"next\"{{/on}}>{{{text_html}}}</a>")
    );
}

TEST_CASE("templates: all of the house's parse and keep the rules") {
    const Files files = files::read_folder(CLARION_SOURCE_DIR "/adapters/http/web/templates", "");
    REQUIRE(files.size() > 30);
    CHECK_NOTHROW(Templates{files});
}

TEST_CASE("templates: text is escaped, a name that nobody gives is an error") {
    const Templates templates(Files{{"p", "<p title=\"{{text}}\">{{text}}</p>"}});

    const SafeHtml html = templates.render("p", View().text("text", "<b a='1'>&\""));

    CHECK(
        html.text() ==
        "<p title=\"&lt;b a=&apos;1&apos;&gt;&amp;&quot;\">&lt;b a=&apos;1&apos;&gt;&amp;&quot;</p>"
    );
    CHECK_THROWS_AS((void)templates.render("p", View().text("other", "x")), BadTemplate);
    CHECK_THROWS_AS((void)templates.render("q", View()), BadTemplate);
}

TEST_CASE("templates: a partial that is missing, or holds itself, is an error at the start") {
    CHECK_THROWS_AS(Templates(Files{{"a", "{{> b}}"}}), BadTemplate);
    CHECK_THROWS_AS(Templates(Files{{"a", "{{> a}}"}}), BadTemplate);
}

TEST_CASE("view: markup goes by the name of markup alone") {
    CHECK_THROWS_AS(View().text("x_html", "<b>"), BadTemplate);
    CHECK_THROWS_AS(View().html("x", SafeHtml()), BadTemplate);
}

TEST_CASE("drawing: only an svg that can do nothing may stand in a page") {
    CHECK(
        drawing("<svg width=\"1\"><g class=\"node\"/></svg>\n").text() ==
        "<svg width=\"1\"><g class=\"node\"/></svg>"
    );
    for (const char* bad : {
             "",
             "<p>no</p>",
             "<svg><script>x</script></svg>",
             "<svg><g style=\"x\"/></svg>",
             "<svg><a xlink:href=\"https://example.com\"/></svg>",
             "<svg><g onclick=\"x\"/></svg>",
         }) {
        CAPTURE(bad);
        CHECK(drawing(bad).empty());
    }
}

TEST_CASE("components: an error stands at its field and is read out with it") {
    const Templates templates(
        files::read_folder(CLARION_SOURCE_DIR "/adapters/http/web/templates", "")
    );
    const Components components(templates, "Error:");
    Control control;
    control.id = "a1";
    control.name = "a1";
    control.label = "Full name";
    control.hint = "As you use it";
    control.error = "Enter your name";

    const std::string html = components.input(control).text();

    CHECK(html.find("aria-describedby=\"a1-hint a1-error\"") != std::string::npos);
    CHECK(
        html.find("<span class=\"govuk-visually-hidden\">Error:</span> Enter your name") !=
        std::string::npos
    );
    CHECK(html.find("govuk-input--error") != std::string::npos);
}

}  // namespace
}  // namespace clarion::http::web
