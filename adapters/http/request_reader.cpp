#include "adapters/http/request_reader.hpp"

#include <algorithm>

#include "adapters/http/field_text.hpp"
#include "adapters/http/target_gate.hpp"

namespace clarion::http {
namespace {

constexpr std::size_t kReadBytes = 4096;
constexpr std::size_t kBodyReadBytes = 16 * 1024;
constexpr std::uint32_t kBeastHeaderMax = kHeaderBytesMax + kTargetBytesMax + 256;

constexpr HeadFault kBeastDisagrees{400, "bad_request", "The request head is malformed."};
constexpr HeadFault kBadBody{400, "bad_body", "The body is malformed."};
constexpr HeadFault kBadChunk{400, "bad_chunk", "The chunked body is malformed."};
constexpr HeadFault kTooLarge{413, "body_too_large", "The body is too large."};

// Whoever wrote too much in a form is told so by a page of the place they wrote it in.
std::string path_in(std::string_view block, const GateRules& rules) {
    const std::string_view method = take_until(block, ' ');
    if (method.empty()) return {};
    auto target = read_target(take_until(block, ' '), rules);
    auto* found = std::get_if<Target>(&target);
    return found == nullptr ? std::string() : std::move(found->path);
}

bool is_fatal(const boost::system::error_code& error) {
    return error && error != boost::beast::http::error::need_more;
}

}  // namespace

boost::asio::mutable_buffer RequestReader::room() {
    return buffer_.prepare(in_body() ? kBodyReadBytes : kReadBytes);
}

std::string_view RequestReader::buffered() const {
    return {static_cast<const char*>(buffer_.data().data()), buffer_.size()};
}

void RequestReader::rest() {
    if (buffer_.capacity() > kReadBytes) buffer_.shrink_to_fit();
}

RequestReader::Outcome RequestReader::next() {
    if (in_body()) return take_body();
    const auto outcome = scanner_.scan(buffered());
    if (const auto* fault = std::get_if<HeadFault>(&outcome)) return *fault;
    if (const auto* complete = std::get_if<HeadScanner::Complete>(&outcome)) {
        return take_head(complete->bytes);
    }
    return NeedsMore{};
}

RequestReader::Outcome RequestReader::take_head(std::size_t bytes) {
    const std::string_view block = buffered().substr(0, bytes);
    auto verdict = read_head(block, rules_);
    if (const auto* fault = std::get_if<HeadFault>(&verdict)) {
        request_ = Request();
        if (fault->status == kTooLarge.status) request_.path = path_in(block, rules_);
        return *fault;
    }
    auto& head = std::get<Head>(verdict);
    if (!parse_head(block)) return kBeastDisagrees;
    start_request(head);
    buffer_.consume(bytes);
    if (!head.chunked && head.content_length == 0) return finish();
    if (head.chunked) chunks_.emplace(rules_.body_bytes_max);
    if (head.expects_continue && !has_bytes()) return WantsContinue{};
    return take_body();
}

// Read into the parser, never into its message: only the parser knows the limits.
bool RequestReader::parse_head(std::string_view block) {
    parser_.emplace();
    parser_->header_limit(kBeastHeaderMax);
    parser_->body_limit(rules_.body_bytes_max);
    parser_->eager(true);
    boost::system::error_code error;
    parser_->put(boost::asio::const_buffer(block.data(), block.size()), error);
    return !is_fatal(error) && parser_->is_header_done();
}

// Before the body is read: trailers, which Beast adds to the fields, must not become headers.
void RequestReader::start_request(Head& head) {
    keep_alive_ = head.keep_alive;
    body_bytes_ = 0;
    seen_ = 0;
    approved_ = 0;
    chunks_done_ = false;
    request_ = Request();
    request_.method = head.method;
    request_.path = std::move(head.path);
    request_.query = std::move(head.query);
    for (const auto& field : parser_->get().base()) {
        auto& [name, value] = request_.headers.emplace_back(field.name_string(), field.value());
        std::transform(name.begin(), name.end(), name.begin(), lower);
    }
}

std::optional<HeadFault> RequestReader::approve() {
    if (!chunks_) {
        approved_ = buffer_.size();
        return std::nullopt;
    }
    if (chunks_done_) return std::nullopt;
    const auto look = chunks_->look(buffered().substr(seen_));
    if (look.settled > 0) approved_ = seen_ + look.settled;
    seen_ += look.seen;
    chunks_done_ = look.state == ChunkGate::State::done;
    if (look.state == ChunkGate::State::malformed) return kBadChunk;
    if (look.state == ChunkGate::State::too_large) return kTooLarge;
    return std::nullopt;
}

RequestReader::Outcome RequestReader::take_body() {
    if (const auto fault = approve()) return *fault;
    if (approved_ > 0) {
        boost::system::error_code error;
        const auto used =
            parser_->put(boost::asio::const_buffer(buffer_.data().data(), approved_), error);
        if (is_fatal(error)) return kBadBody;
        buffer_.consume(used);
        approved_ -= used;
        seen_ -= std::min(used, seen_);
        body_bytes_ += used;
    }
    if (parser_->is_done()) return finish();
    if (chunks_done_) return kBadChunk;  // the gate saw the end and Beast did not
    return NeedsMore{};
}

RequestReader::Ready RequestReader::finish() {
    request_.body = std::move(parser_->get().body());
    parser_.reset();
    chunks_.reset();
    scanner_.start_over();
    return Ready{.request = std::move(request_), .keep_alive = keep_alive_};
}

}  // namespace clarion::http
