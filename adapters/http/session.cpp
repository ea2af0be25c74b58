// One connection: reads a request, hands it to the router, writes the answer, until it ends.
// The only file that instantiates the TLS stream.
#include "adapters/http/session.hpp"

#include <exception>

#include "adapters/http/problem.hpp"
#include "adapters/http/request_reader.hpp"
#include "adapters/http/response_text.hpp"
#include "adapters/http/ticket.hpp"
#include "adapters/http/tls_stream.hpp"

namespace clarion::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using Error = boost::system::error_code;

constexpr std::size_t kIdleBufferBytes = 4096;
constexpr std::size_t kDrainBytesMax = 256 * 1024;
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

enum class Phase { handshake, head, body, handling, writing, closing };
enum class AfterWrite { next_request, read_body, close };

template <typename Stream>
class StreamSession final : public Session {
public:
    StreamSession(Stream stream, const Arrival& arrival)
        : stream_(std::move(stream)),
          loop_(arrival.loop),
          crowd_(arrival.crowd),
          listener_(arrival.listener),
          peer_(arrival.peer),
          reader_(GateRules{
              .tls = kTls,
              .our_hosts = listener_->our_hosts,
              .body_bytes_max = listener_->body_bytes_max}) {
        listener_->connections.fetch_add(1);
    }
    ~StreamSession() override { listener_->connections.fetch_sub(1); }

    void start() override {
        if constexpr (kTls) {
            enter(Phase::handshake, loop_.deadlines.handshake);
            stream_.async_handshake([self = self()](const Error& error) {
                self->on_handshake(error);
            });
        } else {
            await_request();
        }
    }

    void on_deadline() override {
        switch (phase_) {
            case Phase::head:
            case Phase::body:
                deadline = SteadyTime::max();
                too_slow_ = true;
                cancel();
                return;
            case Phase::handling:
                on_answer(generation_, unanswered());
                return;
            case Phase::handshake:
            case Phase::writing:
            case Phase::closing:
                finish();
                return;
        }
    }

    void wind_down() override {
        winding_down_ = true;
        if (phase_ == Phase::handshake) finish();
        if (place.doing == Doing::idle) {
            crowd_.set_doing(*this, Doing::served);
            cancel();
        }
    }

    // Operations under way come back with an error and find it closed.
    void finish() override {
        if (gone_) return;
        gone_ = true;
        Error ignored;
        socket().close(ignored);
        crowd_.remove(*this);
    }

    void on_answer(std::uint64_t generation, std::optional<Response> answer) override {
        if (phase_ != Phase::handling || generation != generation_) return;
        Response response;
        try {
            response = answer ? finished(*std::move(answer)) : internal_error();
        } catch (const std::exception&) {
            response = internal_error();
        }
        const bool keep = keep_alive_ && !response.close && !winding_down_ && !loop_.stopping;
        send(response, keep ? AfterWrite::next_request : AfterWrite::close);
    }

private:
    static constexpr bool kTls = std::is_same_v<Stream, TlsStream>;

    auto self() { return std::static_pointer_cast<StreamSession>(shared_from_this()); }

    tcp::socket& socket() {
        if constexpr (kTls) {
            return stream_.next_layer();
        } else {
            return stream_;
        }
    }

    void enter(Phase phase, std::chrono::milliseconds wait) {
        phase_ = phase;
        deadline = loop_.after(wait);
    }

    void cancel() {
        Error ignored;
        socket().cancel(ignored);
    }

    void on_handshake(const Error& error) {
        if (gone_) return;
        bool good = !error;
        if constexpr (kTls) good = good && is_acceptable(stream_.native_handle());
        if (!good || winding_down_) {
            finish();
            return;
        }
        await_request();
    }

    void await_request() {
        enter(Phase::head, loop_.deadlines.headers);
        if (reader_.has_bytes()) {  // pipelined
            crowd_.set_doing(*this, Doing::arriving);
            take_bytes();
            return;
        }
        if (winding_down_) {
            close_politely();
            return;
        }
        // A fresh connection has the time for headers, one that was served may rest for longer.
        if (generation_ > 0) deadline = loop_.after(loop_.deadlines.idle);
        reader_.rest();
        if (out_.capacity() > kIdleBufferBytes) out_ = std::string();
        crowd_.set_doing(*this, Doing::idle);
        read_more();
    }

    void read_more() {
        stream_.async_read_some(
            reader_.room(),
            [self = self()](const Error& error, std::size_t bytes) { self->on_read(error, bytes); }
        );
    }

    void on_read(const Error& error, std::size_t bytes) {
        if (gone_) return;
        if (error) {
            end_reading();
            return;
        }
        reader_.arrived(bytes);
        if (place.doing == Doing::idle) {
            crowd_.set_doing(*this, Doing::arriving);
            deadline = loop_.after(loop_.deadlines.headers);
        }
        take_bytes();
    }

    // The peer went, was too slow, or we are stopping. A request cut short has no effect at all.
    void end_reading() {
        crowd_.set_doing(*this, Doing::served);
        const bool mid_request = phase_ == Phase::body || reader_.has_bytes();
        if (too_slow_ && mid_request) {
            refuse({408, "too_slow", "The request took too long to arrive."});
        } else if (too_slow_ || winding_down_) {
            close_politely();
        } else {
            finish();
        }
    }

    void take_bytes() {
        auto outcome = reader_.next();
        if (auto* ready = std::get_if<RequestReader::Ready>(&outcome)) {
            hand_over(*ready);
        } else if (const auto* fault = std::get_if<HeadFault>(&outcome)) {
            refuse(*fault);
        } else if (std::holds_alternative<RequestReader::WantsContinue>(outcome)) {
            start_body();
            out_.assign(kContinue);
            write(AfterWrite::read_body);
        } else {
            if (phase_ == Phase::head && reader_.in_body()) start_body();
            if (phase_ == Phase::body) set_body_deadline();
            read_more();
        }
    }

    void start_body() {
        phase_ = Phase::body;
        body_started_ = std::chrono::steady_clock::now();
    }

    // However slowly a body drips, it must keep up with the least rate.
    void set_body_deadline() {
        const std::chrono::milliseconds earned(
            reader_.body_bytes() * 1000 / kBodyBytesPerSecondMin
        );
        deadline = body_started_ + loop_.deadlines.body_grace + earned;
    }

    void hand_over(RequestReader::Ready& ready) {
        crowd_.set_doing(*this, Doing::served);
        ++generation_;
        keep_alive_ = ready.keep_alive;
        without_body_ = ready.request.method == Method::head;
        request_id_ = loop_.next_request_id();
        ready.request.listener = listener_->settings.kind;
        ready.request.id = request_id_;
        ready.request.network = listener_->networks.asking(peer_, ready.request);
        if constexpr (kTls) ready.request.certificate = certificate_shown(stream_.native_handle());
        asked_ = ready.request.without_words();
        enter(Phase::handling, loop_.deadlines.answer);
        const auto ticket =
            std::make_shared<Ticket>(loop_.shared_from_this(), weak_from_this(), generation_);
        try {
            listener_->router.dispatch(std::move(ready.request), [ticket](Response response) {
                ticket->answer(std::move(response));
            });
        } catch (const std::exception&) {
            ticket->answer(std::nullopt);
        }
    }

    // Bad framing: one answer, then the end. Nothing behind it is parsed.
    void refuse(const HeadFault& fault) {
        crowd_.set_doing(*this, Doing::served);
        asked_ = reader_.so_far();
        asked_.listener = listener_->settings.kind;
        request_id_ = loop_.next_request_id();
        auto response =
            in_their_style(problem(fault.status, fault.slug, fault.detail, request_id_));
        if (!fault.allow.empty()) response.with("allow", std::string(fault.allow));
        without_body_ = false;
        send(response, AfterWrite::close);
    }

    // A person who asked for a page gets a page, with the same status.
    Response in_their_style(Response to_programs) {
        auto page = listener_->router.page_fault_at(asked_, to_programs.status);
        return page ? *std::move(page) : std::move(to_programs);
    }
    Response unanswered() {
        return in_their_style(problem_of(runtime::Unavailable{true}, request_id_));
    }
    Response internal_error() {
        return in_their_style(problem(500, "internal", "Something went wrong here.", request_id_));
    }

    void send(const Response& response, AfterWrite next) {
        const ResponseFrame frame{
            .listener = listener_->settings.kind,
            .tls = kTls,
            .keep_alive = next == AfterWrite::next_request,
            .without_body = without_body_,
            .date = loop_.date(),
        };
        out_.clear();
        append_response(response, frame, out_);
        write(next);
    }

    void write(AfterWrite next) {
        written_ = 0;
        after_write_ = next;
        write_more();
    }

    void write_more() {
        enter(Phase::writing, loop_.deadlines.write);
        stream_.async_write_some(
            asio::const_buffer(out_.data() + written_, out_.size() - written_),
            [self = self()](const Error& error, std::size_t bytes) { self->on_write(error, bytes); }
        );
    }

    void on_write(const Error& error, std::size_t bytes) {
        if (gone_) return;
        if (error) {
            finish();
            return;
        }
        written_ += bytes;
        if (written_ < out_.size()) {
            write_more();
            return;
        }
        switch (after_write_) {
            case AfterWrite::next_request:
                await_request();
                return;
            case AfterWrite::read_body:
                phase_ = Phase::body;
                set_body_deadline();
                read_more();
                return;
            case AfterWrite::close:
                close_politely();
                return;
        }
    }

    // Lets the peer take the last answer: says the end, then drains what still comes. Closing with
    // bytes unread would reset the connection and could lose the answer.
    void close_politely() {
        enter(Phase::closing, loop_.deadlines.linger);
        if constexpr (kTls) {
            stream_.async_shutdown([self = self()](const Error&) { self->drain(); });
        } else {
            drain();
        }
    }

    void drain() {
        if (gone_) return;
        Error error;
        if (drained_ == 0) socket().shutdown(tcp::socket::shutdown_send, error);
        if (error || drained_ > kDrainBytesMax) {
            finish();
            return;
        }
        reader_.discard();
        socket().async_read_some(
            reader_.room(),
            [self = self()](const Error& read_error, std::size_t bytes) {
                self->drained_ += bytes;
                if (read_error) {
                    self->finish();
                } else {
                    self->drain();
                }
            }
        );
    }

    Stream stream_;
    Loop& loop_;
    Crowd& crowd_;
    std::shared_ptr<Listener> listener_;
    asio::ip::address peer_;

    Phase phase_ = Phase::handshake;
    bool gone_ = false;
    bool too_slow_ = false;
    bool winding_down_ = false;

    RequestReader reader_;
    SteadyTime body_started_;
    std::string request_id_;
    Request asked_;  // without words
    std::uint64_t generation_ = 0;
    bool keep_alive_ = true;
    bool without_body_ = false;

    std::string out_;
    std::size_t written_ = 0;
    AfterWrite after_write_ = AfterWrite::close;
    std::size_t drained_ = 0;
};

template <typename Stream>
void run(Stream stream, const Arrival& arrival) {
    const auto session = std::make_shared<StreamSession<Stream>>(std::move(stream), arrival);
    arrival.crowd.add(session, arrival.listener->networks.of(arrival.peer));
    session->start();
}

}  // namespace

void start_session(tcp::socket socket, const Arrival& arrival) {
    Error ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    if (!arrival.listener->tls) return run(std::move(socket), arrival);
    SSL* ssl = SSL_new(arrival.listener->tls.get());
    if (ssl == nullptr) return;  // no memory: the socket closes
    run(TlsStream(std::move(socket), ssl), arrival);
}

}  // namespace clarion::http
