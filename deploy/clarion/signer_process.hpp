// The signer as a child of the server, for the demonstration. Elsewhere it is a service and a user
// of its own.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>

namespace clarion::deploy {

class SignerProcess {
public:
    SignerProcess(const std::filesystem::path& data, const std::string& origin_host);
    // Ends it and waits. The server has hung up on it before, or it never came so far.
    ~SignerProcess();
    SignerProcess(const SignerProcess&) = delete;
    SignerProcess& operator=(const SignerProcess&) = delete;

private:
    pid_t process_ = -1;
};

}  // namespace clarion::deploy
