// TlsStream: TLS straight on the socket. Asio's own keeps four buffers of 17 KiB for each
// connection, which ten thousand idle ones cannot have; here OpenSSL reads and writes by itself,
// and lets its buffers go whenever they are empty.
//
// Ownership: the SSL object and the socket. An operation under way needs the stream, so its handler
// keeps it alive. Threads:   the socket's own. One operation at a time. Failure:   every handler
// gets an error code; an operation that was cancelled comes back as such.
#pragma once

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <memory>

namespace clarion::http {

class TlsStream {
public:
    using Socket = boost::asio::ip::tcp::socket;
    using Error = boost::system::error_code;

    // Takes both. The server's side of the connection.
    TlsStream(Socket socket, SSL* ssl) : socket_(std::move(socket)), ssl_(ssl, SSL_free) {
        Error ignored;
        socket_.non_blocking(true, ignored);
        SSL_set_fd(ssl, socket_.native_handle());
        SSL_set_mode(
            ssl,
            SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                SSL_MODE_RELEASE_BUFFERS
        );
        SSL_set_read_ahead(ssl, 1);
    }

    [[nodiscard]] Socket& next_layer() { return socket_; }
    [[nodiscard]] SSL* native_handle() { return ssl_.get(); }

    // handler(Error)
    template <class Handler>
    void async_handshake(Handler handler) {
        begin(
            [](SSL* ssl) { return SSL_accept(ssl); },
            [handler](const Error& error, int) { handler(error); }
        );
    }
    // Says goodbye, and does not wait for the other side's. handler(Error)
    template <class Handler>
    void async_shutdown(Handler handler) {
        const auto say = [](SSL* ssl) {
            const int said = SSL_shutdown(ssl);
            return said == 0 ? 1 : said;
        };
        begin(say, [handler](const Error& error, int) { handler(error); });
    }
    // handler(Error, bytes)
    template <class Handler>
    void async_read_some(const boost::asio::mutable_buffer& room, Handler handler) {
        const auto read = [room](SSL* ssl) {
            return SSL_read(ssl, room.data(), static_cast<int>(room.size()));
        };
        begin(read, in_bytes(std::move(handler)));
    }
    template <class Handler>
    void async_write_some(const boost::asio::const_buffer& bytes, Handler handler) {
        const auto write = [bytes](SSL* ssl) {
            return SSL_write(ssl, bytes.data(), static_cast<int>(bytes.size()));
        };
        begin(write, in_bytes(std::move(handler)));
    }

private:
    template <class Handler>
    [[nodiscard]] static auto in_bytes(Handler handler) {
        return [handler = std::move(handler)](const Error& error, int bytes) {
            handler(error, error ? 0 : static_cast<std::size_t>(bytes));
        };
    }

    enum class Want { nothing, read, write };
    struct Outcome {
        Want want = Want::nothing;
        Error error;
        int result = 0;
    };

    template <class Step>
    [[nodiscard]] Outcome attempt(const Step& step) {
        ERR_clear_error();
        const int result = step(ssl_.get());
        if (result > 0) return {Want::nothing, {}, result};
        const int why = SSL_get_error(ssl_.get(), result);
        ERR_clear_error();
        if (why == SSL_ERROR_WANT_READ) return {Want::read, {}, 0};
        if (why == SSL_ERROR_WANT_WRITE) return {Want::write, {}, 0};
        const bool is_end = why == SSL_ERROR_ZERO_RETURN;
        return {
            Want::nothing,
            is_end ? Error(boost::asio::error::eof) : Error(boost::asio::error::connection_reset),
            0};
    }

    // Never calls the handler before it returns: a pipeline of requests would pile up on the stack.
    template <class Step, class Handler>
    void begin(Step step, Handler handler) {
        const Outcome outcome = attempt(step);
        if (outcome.want != Want::nothing) {
            return wait(outcome.want, std::move(step), std::move(handler));
        }
        boost::asio::post(socket_.get_executor(), [handler = std::move(handler), outcome] {
            handler(outcome.error, outcome.result);
        });
    }

    template <class Step, class Handler>
    void wait(Want want, Step step, Handler handler) {
        socket_.async_wait(
            want == Want::read ? Socket::wait_read : Socket::wait_write,
            [this, step = std::move(step), handler = std::move(handler)](const Error& error
            ) mutable {
                if (error) return handler(error, 0);
                const Outcome outcome = attempt(step);
                if (outcome.want == Want::nothing) return handler(outcome.error, outcome.result);
                wait(outcome.want, std::move(step), std::move(handler));
            }
        );
    }

    Socket socket_;
    std::unique_ptr<SSL, decltype(&SSL_free)> ssl_;
};

}  // namespace clarion::http
