#include "adapters/notify/https_client.hpp"

#include <curl/curl.h>

#include <algorithm>

namespace clarion::notify {

namespace {

struct Answer {
    HttpsResponse response;
    std::size_t body_bytes_max;
};

std::size_t keep_body(char* data, std::size_t, std::size_t size, void* into) {
    auto& answer = *static_cast<Answer*>(into);
    if (answer.response.body.size() + size > answer.body_bytes_max) return 0;  // ends the transfer
    answer.response.body.append(data, size);
    return size;
}

std::size_t keep_header(char* data, std::size_t, std::size_t size, void* into) {
    const std::string_view line(data, size);
    const auto colon = line.find(':');
    if (colon != line.npos) {
        std::string name(line.substr(0, colon));
        std::transform(name.begin(), name.end(), name.begin(), [](unsigned char letter) {
            return static_cast<char>(std::tolower(letter));
        });
        const auto first = line.find_first_not_of(' ', colon + 1);
        const auto last = line.find_last_not_of("\r\n ");
        std::string value;
        if (first != line.npos && last >= first) value = line.substr(first, last - first + 1);
        static_cast<Answer*>(into)->response.headers.emplace_back(
            std::move(name), std::move(value)
        );
    }
    return size;
}

}  // namespace

struct HttpsClient::Parts {
    CURL* handle = curl_easy_init();
    std::string trusted;
    HttpsLimits limits;
    ~Parts() { curl_easy_cleanup(handle); }
};

std::string_view HttpsResponse::header(std::string_view lower_case_name) const {
    for (const auto& [name, value] : headers) {
        if (name == lower_case_name) return value;
    }
    return {};
}

HttpsClient::HttpsClient(std::string trusted_certificate_file, HttpsLimits limits)
    : parts_(std::make_unique<Parts>()) {
    parts_->trusted = std::move(trusted_certificate_file);
    parts_->limits = limits;
}

HttpsClient::~HttpsClient() = default;

HttpsResponse HttpsClient::send(const HttpsRequest& request) {
    CURL* handle = parts_->handle;
    Answer answer{.response = {}, .body_bytes_max = parts_->limits.body_bytes_max};
    curl_easy_reset(handle);  // keeps the connection
    curl_easy_setopt(handle, CURLOPT_URL, request.url.c_str());
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "https,http");
    curl_easy_setopt(handle, CURLOPT_PROXY, "");
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_TIMEOUT, static_cast<long>(parts_->limits.answer_max.count()));
    curl_easy_setopt(handle, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
    if (!parts_->trusted.empty()) {
        curl_easy_setopt(handle, CURLOPT_CAINFO, parts_->trusted.c_str());
    }
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, keep_body);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, &answer);
    curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, keep_header);
    curl_easy_setopt(handle, CURLOPT_HEADERDATA, &answer);
    curl_slist* headers = curl_slist_append(nullptr, "Expect:");
    for (const std::string& line : request.headers)
        headers = curl_slist_append(headers, line.c_str());
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers);
    if (request.method != "GET") {
        curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, request.method.c_str());
        curl_easy_setopt(handle, CURLOPT_POSTFIELDS, request.body.data());
        curl_easy_setopt(
            handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size())
        );
    }
    const CURLcode code = curl_easy_perform(handle);
    curl_slist_free_all(headers);
    if (code != CURLE_OK) throw HttpsFailed(request.url + ": " + curl_easy_strerror(code));
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &answer.response.status);
    return std::move(answer.response);
}

}  // namespace clarion::notify
