// Result: a value, or why there is none. Follows std::expected, which g++ 12 lacks in C++20.
//
// Failure: value() and error() terminate when asked for what is not there.
#pragma once

#include <exception>
#include <utility>
#include <variant>

namespace clarion::core {

// Wraps an error so that Result's two constructors never compete.
template <class E>
struct Failure {
    E error;
};

template <class E>
Failure<std::decay_t<E>> failure(E&& error) {
    return {std::forward<E>(error)};
}

template <class T, class E>
class [[nodiscard]] Result {
public:
    Result(T value)
        : content_(std::in_place_index<0>, std::move(value)) {}  // NOLINT: as std::expected
    template <class F>
    Result(Failure<F> failed)
        : content_(std::in_place_index<1>, std::move(failed.error)) {}  // NOLINT

    [[nodiscard]] bool has_value() const { return content_.index() == 0; }
    explicit operator bool() const { return has_value(); }

    [[nodiscard]] const T& value() const& { return present(), *std::get_if<0>(&content_); }
    [[nodiscard]] T& value() & { return present(), *std::get_if<0>(&content_); }
    [[nodiscard]] T&& value() && { return present(), std::move(*std::get_if<0>(&content_)); }
    [[nodiscard]] const E& error() const& { return absent(), *std::get_if<1>(&content_); }
    [[nodiscard]] E&& error() && { return absent(), std::move(*std::get_if<1>(&content_)); }

    const T& operator*() const& { return value(); }
    T& operator*() & { return value(); }
    const T* operator->() const { return &value(); }
    T* operator->() { return &value(); }

private:
    void present() const {
        if (!has_value()) std::terminate();
    }
    void absent() const {
        if (has_value()) std::terminate();
    }
    std::variant<T, E> content_;
};

}  // namespace clarion::core
