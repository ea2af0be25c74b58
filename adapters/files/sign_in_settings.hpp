// SignInSettings: who may say who somebody is, as the configuration names them.
//
// Failure: throws FileProblem: file, line, key, and what would be right.
#pragma once

#include <toml++/toml.h>
#include <string>

#include "adapters/files/configuration.hpp"

namespace clarion::files {

void read_sign_in(const std::string& file, const toml::table& table, SignInSettings& into);
// One [[issuer]].
void read_issuer(const std::string& file, const toml::table& table, SignInSettings& into);
// One [[alias]], after all issuers.
void read_alias(const std::string& file, const toml::table& table, SignInSettings& into);
// Providers send people's browsers back to an address of ours, so somebody has to say it.
void require_staff_url(const std::string& file, const SignInSettings& settings);

}  // namespace clarion::files
