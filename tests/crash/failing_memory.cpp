#include "tests/crash/failing_memory.hpp"

#include <openssl/crypto.h>
#include <sqlite3.h>

#include <cstdlib>
#include <new>

namespace {

bool is_counting = false;
bool struck = false;
long counted = 0;
long failing = 0;

bool fails_now() {
    if (!is_counting || ++counted != failing) return false;
    struck = true;
    return true;
}

sqlite3_mem_methods of_sqlite{};

void* give_sqlite(int size) {
    return fails_now() ? nullptr : of_sqlite.xMalloc(size);
}

void* give_sqlite_more(void* old, int size) {
    return fails_now() ? nullptr : of_sqlite.xRealloc(old, size);
}

bool take_sqlite() {
    if (sqlite3_config(SQLITE_CONFIG_GETMALLOC, &of_sqlite) != SQLITE_OK) return false;
    sqlite3_mem_methods ours = of_sqlite;
    ours.xMalloc = give_sqlite;
    ours.xRealloc = give_sqlite_more;
    return sqlite3_config(SQLITE_CONFIG_MALLOC, &ours) == SQLITE_OK;
}

void* give_openssl(std::size_t size, const char*, int) {
    return fails_now() ? nullptr : std::malloc(size);
}

void* give_openssl_more(void* old, std::size_t size, const char*, int) {
    return fails_now() ? nullptr : std::realloc(old, size);
}

void take_from_openssl(void* memory, const char*, int) {
    std::free(memory);
}

bool take_openssl() {
    return CRYPTO_set_mem_functions(give_openssl, give_openssl_more, take_from_openssl) == 1;
}

// Before main: neither library can be told any more once it has been used.
const bool is_sqlites = take_sqlite();
const bool is_openssls = take_openssl();

}  // namespace

void* operator new(std::size_t size) {
    if (fails_now()) throw std::bad_alloc();
    void* memory = std::malloc(size == 0 ? 1 : size);
    if (memory == nullptr) throw std::bad_alloc();
    return memory;
}

void* operator new[](std::size_t size) {
    return ::operator new(size);
}

// All that delete takes back is of one kind: a sanitizer tells when it is not.
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
    return fails_now() ? nullptr : std::malloc(size == 0 ? 1 : size);
}

void* operator new[](std::size_t size, const std::nothrow_t& tag) noexcept {
    return ::operator new(size, tag);
}

void operator delete(void* memory) noexcept {
    std::free(memory);
}

void operator delete(void* memory, std::size_t) noexcept {
    std::free(memory);
}

void operator delete[](void* memory) noexcept {
    std::free(memory);
}

void operator delete[](void* memory, std::size_t) noexcept {
    std::free(memory);
}

namespace clarion::test {

void FailingMemory::strike(long nth) {
    counted = 0;
    failing = nth;
    struck = false;
    is_counting = true;
}

void FailingMemory::heal() {
    is_counting = false;
}

bool FailingMemory::has_struck() {
    return struck;
}

long FailingMemory::requests() {
    return counted;
}

bool FailingMemory::is_everybodys() {
    return is_sqlites && is_openssls;
}

}  // namespace clarion::test
