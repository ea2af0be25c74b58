// Asking the engine on behalf of one call, and writing its answer down.
//
// Threads: ask() on an io thread; the answer is written there too, in Response::finish.
// Failure: a full queue is 503 with Retry-After and nothing happened.
#pragma once

#include <functional>

#include "adapters/http/router.hpp"
#include "engine/runtime/work.hpp"

namespace clarion::http {

// Writes a good answer. Everything else becomes a problem document by itself.
using Write = std::function<void(runtime::Answered&, Response&)>;

void ask(runtime::WorkQueue& queue, Call call, runtime::Asked asked, Write write);
// The same answer for who asked otherwise: it becomes text on the io thread.
[[nodiscard]] Response to_be_written(
    runtime::Answer answer, const Write& write, const std::string& request_id
);

// The document as it is, with its version as ETag, 201 when something was made.
void write_document(runtime::Answered& answered, Response& response);
// Bytes as they are, of this type.
[[nodiscard]] Write write_bytes(std::string content_type);

}  // namespace clarion::http
