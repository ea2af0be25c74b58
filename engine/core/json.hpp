// The value type of case data and definitions: Boost.JSON, key order kept (it means document
// order).
#pragma once

#include <boost/json.hpp>

namespace clarion::core {

namespace json = boost::json;

}  // namespace clarion::core
