# How everything of ours is compiled: warnings are errors, nothing is exempt.
set(CLARION_SANITIZE "" CACHE STRING "Sanitizers to build with, as for -fsanitize=")
option(CLARION_FUZZ "Build the fuzz targets (clang only)" OFF)

add_library(clarion_build_flags INTERFACE)
add_library(clarion::build_flags ALIAS clarion_build_flags)
target_include_directories(clarion_build_flags INTERFACE "${CMAKE_SOURCE_DIR}")
target_compile_options(clarion_build_flags INTERFACE
    -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wswitch-enum -Werror
    -fstack-protector-strong
    $<$<CONFIG:Debug>:-Og -g1>
    $<$<CONFIG:Release>:-O2 -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2>)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # g++ 12 reports faults in its own library that are not there, and through a precompiled header it forgets whose they are.
    target_compile_options(clarion_build_flags INTERFACE
        -Wno-array-bounds -Wno-maybe-uninitialized -Wno-stringop-overflow -Wno-stringop-overread -Wno-restrict)
endif()
# What is compiled with one precompiled header must agree on all definitions, those of JSON too.
target_link_libraries(clarion_build_flags INTERFACE Boost::json)
# Separate compilation: Asio and Beast are compiled once, in clarion_http. Every target must agree.
target_compile_definitions(clarion_build_flags INTERFACE
    BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED)
if(CLARION_SANITIZE)
    target_compile_options(clarion_build_flags INTERFACE
        -fsanitize=${CLARION_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
    target_link_options(clarion_build_flags INTERFACE -fsanitize=${CLARION_SANITIZE})
    if(CLARION_SANITIZE MATCHES "thread")
        target_compile_options(clarion_build_flags INTERFACE -Wno-tsan)  # Asio's fences: stack, not ours
    endif()
    if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
        target_compile_options(clarion_build_flags INTERFACE -fno-sanitize=function)
    endif()
endif()
find_program(CLARION_MOLD mold)
if(CLARION_MOLD)
    target_link_options(clarion_build_flags INTERFACE -fuse-ld=mold)
endif()
find_program(CLARION_CCACHE ccache)
if(CLARION_CCACHE)
    # What ccache must overlook to keep what was compiled with a precompiled header (its manual, "Precompiled headers").
    set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND};-E;env;CCACHE_SLOPPINESS=pch_defines,time_macros;${CLARION_CCACHE}")
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        target_compile_options(clarion_build_flags INTERFACE -fpch-preprocess)
    endif()
endif()

# What of others' headers nearly every file reads is compiled once: for the program here, for the tests with doctest.
# A file still includes what it uses: clang-tidy compiles without it, some files a day.
add_library(clarion_precompiled OBJECT "${CMAKE_SOURCE_DIR}/deploy/cmake/precompiled.cpp")
target_link_libraries(clarion_precompiled PRIVATE clarion::build_flags)
target_precompile_headers(clarion_precompiled PRIVATE "${CMAKE_SOURCE_DIR}/deploy/cmake/precompiled.hpp")
