#include "adapters/diagrams/graphviz.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>

extern char** environ;

namespace clarion::diagrams {

namespace {

// A file that lives in memory alone, so that neither side can block the other.
class MemoryFile {
public:
    explicit MemoryFile(const char* name) : descriptor_(::memfd_create(name, MFD_CLOEXEC)) {
        if (descriptor_ < 0) throw DrawingFailed("no memory for a drawing");
    }
    ~MemoryFile() { ::close(descriptor_); }
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;

    void write(const std::string& text) const {
        std::size_t written = 0;
        while (written < text.size()) {
            const auto count = ::write(descriptor_, text.data() + written, text.size() - written);
            if (count <= 0) throw DrawingFailed("no memory for a drawing");
            written += static_cast<std::size_t>(count);
        }
        ::lseek(descriptor_, 0, SEEK_SET);
    }
    [[nodiscard]] std::string read() const {
        ::lseek(descriptor_, 0, SEEK_SET);
        std::string text;
        std::array<char, 16384> chunk{};
        for (;;) {
            const auto count = ::read(descriptor_, chunk.data(), chunk.size());
            if (count <= 0) return text;
            text.append(chunk.data(), static_cast<std::size_t>(count));
        }
    }
    [[nodiscard]] int descriptor() const { return descriptor_; }

private:
    int descriptor_;
};

std::string run_dot(const std::string& dot) {
    const MemoryFile input("dot-in");
    const MemoryFile output("dot-out");
    input.write(dot);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, input.descriptor(), STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, output.descriptor(), STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    std::string program = "dot";
    std::string format = "-Tsvg";
    std::array<char*, 3> arguments{program.data(), format.data(), nullptr};
    pid_t child = 0;
    const int trouble =
        ::posix_spawnp(&child, program.c_str(), &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (trouble != 0)
        throw DrawingFailed("Graphviz's program `dot` cannot be run; install graphviz");
    int status = 0;
    if (::waitpid(child, &status, 0) != child || !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        throw DrawingFailed("Graphviz refused a drawing");
    }
    return output.read();
}

}  // namespace

std::string Graphviz::draw(const std::string& dot) {
    if (const auto kept = drawings_.find(dot); kept != drawings_.end()) return kept->second;
    const std::string document = run_dot(dot);
    const auto start = document.find("<svg");
    if (start == document.npos) throw DrawingFailed("Graphviz gave no drawing");
    if (oldest_first_.size() >= kDrawingsMax) {
        drawings_.erase(oldest_first_.front());
        oldest_first_.pop_front();
    }
    oldest_first_.push_back(dot);
    return drawings_.emplace(dot, document.substr(start)).first->second;
}

}  // namespace clarion::diagrams
