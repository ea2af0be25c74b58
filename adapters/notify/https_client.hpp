// HttpsClient: asks one server after another over HTTPS: our own, for the demonstration and the
// benchmark, and identity providers. Follows no redirect. One connection, kept open.
//
// Threads: one at a time.
// Limits:  those of HttpsLimits.
// Failure: throws HttpsFailed when no whole answer came in time; an answer of any status is
//          returned.
#pragma once

#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace clarion::notify {

struct HttpsFailed : std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct HttpsRequest {
    std::string method = "GET";
    std::string url;
    std::vector<std::string> headers;  // "Name: value"
    std::string body;
};

struct HttpsResponse {
    long status = 0;
    std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
    std::string body;

    [[nodiscard]] std::string_view header(std::string_view lower_case_name) const;
};

struct HttpsLimits {
    std::chrono::seconds answer_max{60};
    std::size_t body_bytes_max = std::size_t{64} * 1024 * 1024;
};

class HttpsClient {
public:
    // Trusts exactly the certificates in this PEM file; without one, those that the system trusts.
    explicit HttpsClient(std::string trusted_certificate_file, HttpsLimits limits = {});
    ~HttpsClient();
    [[nodiscard]] HttpsResponse send(const HttpsRequest& request);

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace clarion::notify
