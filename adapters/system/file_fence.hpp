// FileFence: from when it is raised, this thread and all it starts open files in the places they
// were given and nowhere else, by the kernel's Landlock. What is open already stays open; sockets
// are not files here; running a program is left to the service manager.
//
// Threads: at the start, before there is another that opens files.
// Failure: throws std::system_error when the kernel has Landlock and refuses.
#pragma once

#include <filesystem>
#include <vector>

namespace clarion::system {

struct FencePlaces {
    // Files, or folders with all that is in them. What is not there is passed by.
    std::vector<std::filesystem::path> read;
    std::vector<std::filesystem::path> change;  // read, written, made and taken away
};

// What any program of this machine needs to read: libraries, settings of names and time, devices.
[[nodiscard]] std::vector<std::filesystem::path> places_of_the_machine();

enum class FileFence { raised, not_in_this_kernel };
[[nodiscard]] FileFence raise_file_fence(const FencePlaces& places);

}  // namespace clarion::system
