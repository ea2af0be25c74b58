// What the running service and its signer may open: the fence that they raise around themselves,
// where the kernel has one.
#pragma once

#include "deploy/clarion/serve_settings.hpp"
#include "engine/ports/world.hpp"

namespace clarion::deploy {

// Before anything else is started. `configuration`: the file, which is read again while it serves;
// one that takes its place can be read where its folder can, as /etc. A demonstration has none: it
// starts programs of its own. Says in the log whether there is a fence.
void fence_in_service(const ServeSettings& settings, const std::filesystem::path& configuration);
// Its own folder to change, the data folder to read.
void fence_in_signer(const DataFolder& folder, ports::Log& log);

}  // namespace clarion::deploy
