#include "tests/adapters/http_client.hpp"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <csignal>
#include <stdexcept>
#include <utility>

namespace clarion::test {
namespace {

int connect_to(std::uint16_t port, const std::string& from) {
    const int handle = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in own{};
    own.sin_family = AF_INET;
    if (::inet_pton(AF_INET, from.c_str(), &own.sin_addr) != 1 ||
        ::bind(handle, reinterpret_cast<const sockaddr*>(&own), sizeof own) != 0) {
        ::close(handle);
        throw std::runtime_error("no such address here");
    }
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int one = 1;
    ::setsockopt(handle, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    const timeval patience{.tv_sec = kPatience.count(), .tv_usec = 0};
    ::setsockopt(handle, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(handle, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    if (::connect(handle, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        ::close(handle);
        throw std::runtime_error("no connection");
    }
    return handle;
}

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) {
        return static_cast<char>(std::tolower(c));
    });
    return text;
}

Answer read_head(std::string_view block) {
    Answer answer;
    answer.status = std::stoi(std::string(block.substr(9, 3)));
    auto at = block.find("\r\n") + 2;
    while (at < block.size()) {
        const auto end = block.find("\r\n", at);
        const std::string_view line = block.substr(at, end - at);
        at = end + 2;
        if (line.empty()) break;
        const auto colon = line.find(": ");
        answer.fields.emplace_back(
            lower(std::string(line.substr(0, colon))), line.substr(colon + 2)
        );
    }
    return answer;
}

void show(SSL_CTX* context, const Wish& wish) {
    BIO* certificate = BIO_new_mem_buf(wish.certificate.data(), -1);
    BIO* key = BIO_new_mem_buf(wish.key.data(), -1);
    X509* read = PEM_read_bio_X509(certificate, nullptr, nullptr, nullptr);
    EVP_PKEY* own = PEM_read_bio_PrivateKey(key, nullptr, nullptr, nullptr);
    SSL_CTX_use_certificate(context, read);
    SSL_CTX_use_PrivateKey(context, own);
    X509_free(read);
    EVP_PKEY_free(own);
    BIO_free(certificate);
    BIO_free(key);
}

void apply(SSL_CTX* context, const Wish& wish) {
    SSL_CTX_set_verify(context, SSL_VERIFY_NONE, nullptr);
    if (wish.tls_version != 0) {
        SSL_CTX_set_security_level(context, 0);  // so that the server is who refuses
        SSL_CTX_set_min_proto_version(context, wish.tls_version);
        SSL_CTX_set_max_proto_version(context, wish.tls_version);
    }
    if (!wish.certificate.empty()) show(context, wish);
    if (!wish.ciphers.empty()) SSL_CTX_set_cipher_list(context, wish.ciphers.c_str());
    if (!wish.alpn.empty()) {
        const std::string offer = static_cast<char>(wish.alpn.size()) + wish.alpn;
        SSL_CTX_set_alpn_protos(
            context,
            reinterpret_cast<const unsigned char*>(offer.data()),
            static_cast<unsigned>(offer.size())
        );
    }
}

}  // namespace

std::string Answer::field(std::string_view name) const {
    for (const auto& [key, value] : fields) {
        if (key == name) return value;
    }
    return {};
}

Client::Client(std::uint16_t port, const Wish& wish) {
    std::signal(SIGPIPE, SIG_IGN);
    socket_ = connect_to(port, wish.from);
    if (wish.plain) return;
    context_.reset(SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
    apply(context_.get(), wish);
    ssl_.reset(SSL_new(context_.get()), SSL_free);
    SSL_set_fd(ssl_.get(), socket_);
    if (!wish.server_name.empty()) {
        SSL_set_tlsext_host_name(ssl_.get(), wish.server_name.c_str());
    }
    if (SSL_connect(ssl_.get()) != 1) {
        const char* reason = ERR_reason_error_string(ERR_peek_error());
        const std::string why = reason == nullptr ? "connection closed" : reason;
        ERR_clear_error();
        hang_up();
        throw std::runtime_error(why);
    }
}

Client::~Client() {
    hang_up();
}

void Client::hang_up() {
    if (socket_ >= 0) ::close(socket_);
    socket_ = -1;
}

bool Client::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const int size = static_cast<int>(bytes.size());
        const auto sent = ssl_ ? SSL_write(ssl_.get(), bytes.data(), size)
                               : ::send(socket_, bytes.data(), bytes.size(), 0);
        if (sent <= 0) {
            ERR_clear_error();
            return false;
        }
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

void Client::send_all(const std::vector<std::string>& pieces) {
    for (const auto& piece : pieces) {
        if (!send(piece)) return;  // the server has already said no
    }
}

bool Client::fill() {
    if (ended_) return false;
    char bytes[16384];
    const auto got =
        ssl_ ? SSL_read(ssl_.get(), bytes, sizeof bytes) : ::recv(socket_, bytes, sizeof bytes, 0);
    if (got <= 0) {
        const bool waited_in_vain = errno == EAGAIN || errno == EWOULDBLOCK;
        const bool said_goodbye =
            ssl_ ? SSL_get_error(ssl_.get(), static_cast<int>(got)) == SSL_ERROR_ZERO_RETURN
                 : got == 0;
        ERR_clear_error();
        ended_ = true;
        if (!said_goodbye && waited_in_vain) throw std::runtime_error("the server says nothing");
        return false;
    }
    read_.append(bytes, static_cast<std::size_t>(got));
    return true;
}

Answer Client::read_answer(bool head_request) {
    while (true) {
        auto end = read_.find("\r\n\r\n");
        while (end == std::string::npos) {
            if (!fill()) return {};
            end = read_.find("\r\n\r\n");
        }
        Answer answer = read_head(std::string_view(read_).substr(0, end + 4));
        read_.erase(0, end + 4);
        if (answer.status < 200) continue;
        const std::string length = answer.field("content-length");
        const std::size_t bytes = length.empty() || head_request ? 0 : std::stoul(length);
        while (read_.size() < bytes) {
            if (!fill()) return {};
        }
        answer.body = read_.substr(0, bytes);
        read_.erase(0, bytes);
        return answer;
    }
}

std::string Client::read_interim() {
    while (read_.find("\r\n\r\n") == std::string::npos) {
        if (!fill()) return {};
    }
    const auto end = read_.find("\r\n\r\n") + 4;
    const std::string head = read_.substr(0, end);
    read_.erase(0, end);
    return head;
}

std::string Client::read_to_end() {
    while (fill()) {
    }
    return std::exchange(read_, std::string());
}

bool Client::closes() {
    return read_to_end().empty();
}

Answer ask(std::uint16_t port, std::string_view request, const Wish& wish) {
    Client client(port, wish);
    client.send(request);
    return client.read_answer();
}

}  // namespace clarion::test
