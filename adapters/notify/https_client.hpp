// HttpsClient: our own client of our own server, for the demonstration and the benchmark. One
// connection, kept open.
//
// Threads: one at a time.
// Failure: throws HttpsFailed when no answer came; an answer of any status is returned.
#pragma once

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

class HttpsClient {
public:
    // Trusts exactly the certificate in this PEM file.
    explicit HttpsClient(std::string trusted_certificate_file);
    ~HttpsClient();
    [[nodiscard]] HttpsResponse send(const HttpsRequest& request);

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace clarion::notify
