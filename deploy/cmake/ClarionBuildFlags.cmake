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
    # g++ 12 at -O2 reports faults in its own library that are not there; the other builds keep these warnings.
    $<$<CONFIG:Release>:-O2 -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2
        -Wno-array-bounds -Wno-maybe-uninitialized -Wno-stringop-overflow -Wno-restrict>)
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
    set(CMAKE_CXX_COMPILER_LAUNCHER "${CLARION_CCACHE}")
endif()
