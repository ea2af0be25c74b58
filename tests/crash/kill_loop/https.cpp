#include "tests/crash/kill_loop/https.hpp"

#include <stdexcept>

namespace clarion::test {

namespace {

constexpr long kTimeoutMs = 20'000;

std::size_t keep(char* from, std::size_t size, std::size_t count, void* body) {
    static_cast<std::string*>(body)->append(from, size * count);
    return size * count;
}

}  // namespace

Https::Https(std::string certificate)
    : certificate_(std::move(certificate)), handle_(curl_easy_init()) {
    if (!handle_) throw std::runtime_error("libcurl gives no handle");
}

Reply Https::get(const std::string& url, const std::string& persona) {
    return send(url, {"Authorization: Demo " + persona}, nullptr);
}

Reply Https::post(
    const std::string& url,
    const std::string& persona,
    const std::vector<std::string>& headers,
    const std::string& body
) {
    std::vector<std::string> all = headers;
    all.push_back("Authorization: Demo " + persona);
    all.push_back("Content-Type: application/json");
    return send(url, all, &body);
}

Reply Https::send(
    const std::string& url, const std::vector<std::string>& headers, const std::string* body
) {
    CURL* curl = handle_.get();
    curl_easy_reset(curl);
    Reply reply;
    curl_slist* list = nullptr;
    for (const std::string& header : headers)
        list = curl_slist_append(list, header.c_str());
    curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl, CURLOPT_CAINFO, certificate_.c_str());
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, kTimeoutMs);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, list);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, keep);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &reply.body);
    if (body != nullptr) {
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body->c_str());
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, static_cast<long>(body->size()));
    }
    const bool answered = curl_easy_perform(curl) == CURLE_OK;
    if (answered) curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &reply.status);
    curl_slist_free_all(list);
    return reply;
}

}  // namespace clarion::test
