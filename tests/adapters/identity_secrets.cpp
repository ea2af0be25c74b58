// Secrets cannot be told by accident: it does not compile.
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <fmt/ostream.h>

#include <boost/json.hpp>
#include <ostream>
#include <type_traits>

#include "adapters/identity/issuer.hpp"
#include "adapters/identity/staff_sessions.hpp"
#include "adapters/keys/secret_bytes.hpp"
#include "engine/ports/secret.hpp"
#include "engine/ports/world.hpp"

using clarion::keys::SecretBytes;
using clarion::ports::Secret;

namespace {

template <class Value>
concept Streamed = requires(std::ostream& stream, const Value& value) {
    stream << value;
};

template <class Value>
constexpr bool kCanBeTold =
    Streamed<Value> || fmt::is_formattable<Value>::value ||
    boost::json::has_value_from<Value>::value ||
    std::is_constructible_v<boost::json::value, const Value&> ||
    std::is_constructible_v<std::string, const Value&> ||
    std::is_convertible_v<const Value&, std::string_view> ||
    std::is_convertible_v<const Value&, const char*> ||
    std::is_constructible_v<clarion::ports::LogField, std::string_view, const Value&>;

// The question finds what can be told, and then not what holds a secret.
static_assert(kCanBeTold<std::string>);
static_assert(kCanBeTold<std::string_view>);
static_assert(!kCanBeTold<Secret>);
static_assert(!kCanBeTold<SecretBytes>);
static_assert(!kCanBeTold<clarion::identity::ConsoleClient>);

// What makes and holds them hands them out as nothing else.
static_assert(std::is_same_v<decltype(clarion::identity::ConsoleClient::secret), Secret>);
static_assert(std::is_same_v<
              decltype(std::declval<clarion::identity::StaffSessions&>().open({})),
              Secret>);
static_assert(!std::is_copy_constructible_v<SecretBytes>);

}  // namespace

TEST_CASE("secrets: are told to whoever says so, and wiped in what they were made of") {
    std::string written = "a password";
    const Secret secret(std::move(written));

    CHECK(secret.reveal() == "a password");
    CHECK(secret.reveal().data()[secret.reveal().size()] == '\0');
    CHECK(written == std::string(10, '\0'));  // NOLINT(bugprone-use-after-move): that is the point
    CHECK(Secret().empty());
    CHECK(Secret().reveal().empty());
    CHECK(Secret(std::string_view("")).empty());
}

TEST_CASE("secrets: copies are their own, and what was moved from holds nothing") {
    Secret first(std::string_view("one"));
    Secret second = first;
    Secret third = std::move(first);

    second = Secret(std::string_view("two"));

    CHECK(third.reveal() == "one");
    CHECK(second.reveal() == "two");
    CHECK(first.empty());  // NOLINT(bugprone-use-after-move)
}
