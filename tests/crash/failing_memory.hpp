// FailingMemory: the memory of this test program, of C++, SQLite and OpenSSL alike, of which one
// request fails.
//
// Threads: strike from a program with one thread.
#pragma once

namespace clarion::test {

class FailingMemory {
public:
    // From now on requests are counted, and the `nth` fails, once; 0: none does.
    static void strike(long nth);
    static void heal();
    [[nodiscard]] static bool has_struck();
    // Since the last strike() was called.
    [[nodiscard]] static long requests();
    // False: a library had asked for memory before it could be told where to.
    [[nodiscard]] static bool is_everybodys();
};

}  // namespace clarion::test
