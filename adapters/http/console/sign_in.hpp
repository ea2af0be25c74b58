// SignInWays: how people sign in at the console with their provider, as the pages need it.
//
// Threads: every function may be called from any io thread, and waits for nothing.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/result.hpp"
#include "engine/ports/secret.hpp"

namespace clarion::http::console {

enum class SignInFailed {
    not_begun_here,  // another browser's answer, an old one, or a forged one
    refused,         // by the provider, or by what it said
    silent,          // the provider cannot be had just now
};

struct SignInWays {
    struct Way {
        std::string name;   // force
        std::string title;  // Example Force
    };
    std::vector<Way> ways;

    struct Begun {
        std::string url;     // the provider's page
        std::string cookie;  // brought back with its answer
    };
    struct Wish {
        std::string way;
        bool fresh = false;  // they are to prove again who they are
        std::string return_to;
    };
    // `go` is called once, perhaps later and from another thread; empty: the provider cannot be had
    // just now.
    using Go = std::function<void(std::optional<Begun>)>;
    std::function<void(Wish wish, Go go)> begin;

    // The provider's answer as the browser brought it.
    struct Back {
        std::string code;
        std::string state;
        std::optional<std::string> issuer;
        std::string cookie;   // of begin
        std::string session;  // what the browser still holds of before
    };
    struct SignedIn {
        ports::Secret session;
        std::string return_to;
    };
    using Told = std::function<void(core::Result<SignedIn, SignInFailed>)>;
    // `told` is called once, perhaps later and from another thread.
    std::function<void(Back back, Told told)> finish;

    // By the code of a pass that two people made, for when no provider answers. `session` is what
    // the browser still holds of before; `told` as with finish.
    std::function<void(std::string code, std::string session, Told told)> emergency;

    // Ends the session; where to end the provider's as well, empty: nowhere.
    std::function<std::string(const std::string& session)> sign_out;
    // A provider's word that somebody is signed out.
    enum class Word {
        kept,          // on every node, whatever becomes of this one
        not_kept,      // in force here; it is to be said again
        not_believed,  // not the provider's, or not such a word
    };
    using Heard = std::function<void(Word)>;
    // `heard` is called once, perhaps later and from another thread.
    std::function<void(std::string_view logout_token, const Heard& heard)> back_channel;
};

}  // namespace clarion::http::console
