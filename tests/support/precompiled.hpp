// What of others' headers nearly every test reads, compiled once a build.
#pragma once

#include <doctest/doctest.h>

#include "deploy/cmake/precompiled.hpp"
