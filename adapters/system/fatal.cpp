#include "adapters/system/fatal.hpp"

#include <cstdlib>
#include <exception>
#include <string>

#include "engine/ports/failures.hpp"

namespace clarion::system {

namespace {

struct Ending {
    int exit_code;
    std::string reason;
};

// Only our own exceptions are quoted: a library's text might hold what it was working on.
Ending ending_of_current_exception() {
    try {
        throw;
    } catch (const ports::IntegrityBroken& broken) {
        return {kExitIntegrityBroken, std::string("integrity broken: ") + broken.what()};
    } catch (const ports::KeyUnavailable& missing) {
        return {kExitUnavailable, std::string("key unavailable: ") + missing.what()};
    } catch (const ports::StoreUnavailable& unavailable) {
        return {kExitUnavailable, std::string("store unavailable: ") + unavailable.what()};
    } catch (const ports::CommitUnknown& unknown) {
        return {kExitUnavailable, std::string("commit unknown: ") + unknown.what()};
    } catch (const std::bad_alloc&) {
        return {kExitFailed, "out of memory"};
    } catch (const std::exception& unexpected) {
        return {kExitFailed, std::string("unexpected ") + typeid(unexpected).name()};
    } catch (...) {
        return {kExitFailed, "unexpected exception"};
    }
}

}  // namespace

void end_program(ports::Log& log, std::string_view thread) noexcept {
    const Ending ending = ending_of_current_exception();
    log.write(
        ports::LogLevel::error,
        "program_ended",
        {{"thread", std::string(thread)},
         {"reason", ending.reason},
         {"exit_code", std::to_string(ending.exit_code)}}
    );
    // No destructors: other threads still use what they would destroy.
    std::_Exit(ending.exit_code);
}

void run_or_end_program(
    ports::Log& log, std::string_view thread, const std::function<void()>& work
) noexcept {
    try {
        work();
    } catch (...) {
        end_program(log, thread);
    }
}

}  // namespace clarion::system
