// Https: one connection's worth of requests, by libcurl; the certificate is the demo's own.
//
// Threads: one at a time.
#pragma once

#include <curl/curl.h>

#include <memory>
#include <string>
#include <vector>

namespace clarion::test {

struct Reply {
    long status = 0;  // 0: none came
    std::string body;
};

class Https {
public:
    explicit Https(std::string certificate);

    [[nodiscard]] Reply get(const std::string& url, const std::string& persona);
    [[nodiscard]] Reply post(
        const std::string& url,
        const std::string& persona,
        const std::vector<std::string>& headers,
        const std::string& body
    );

private:
    struct Free {
        void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
    };
    [[nodiscard]] Reply send(
        const std::string& url, const std::vector<std::string>& headers, const std::string* body
    );

    std::string certificate_;
    std::unique_ptr<CURL, Free> handle_;
};

}  // namespace clarion::test
