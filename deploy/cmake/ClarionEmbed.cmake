# clarion_embed(TARGET SYMBOL ROOT dir FILES files...): puts files into a library as read-only bytes, by the assembler.
# The library offers `const clarion::embedded::File* SYMBOL_begin/SYMBOL_end` through the generated header-less table
# declared in deploy/clarion/embedded.hpp.
function(clarion_embed target symbol)
    cmake_parse_arguments(ARG "" "ROOT" "FILES" ${ARGN})
    set(asm "    .section .note.GNU-stack,\"\",%progbits\n    .section .rodata\n")
    set(declarations "")
    set(rows "")
    set(index 0)
    foreach(file IN LISTS ARG_FILES)
        file(RELATIVE_PATH name "${ARG_ROOT}" "${file}")
        string(APPEND asm "    .global ${symbol}_${index}\n${symbol}_${index}:\n    .incbin \"${file}\"\n"
            "    .global ${symbol}_${index}_end\n${symbol}_${index}_end:\n    .byte 0\n")
        string(APPEND declarations "extern \"C\" const char ${symbol}_${index}[];\nextern \"C\" const char ${symbol}_${index}_end[];\n")
        string(APPEND rows "    {\"${name}\", ${symbol}_${index}, ${symbol}_${index}_end},\n")
        math(EXPR index "${index} + 1")
    endforeach()
    set(folder "${CMAKE_CURRENT_BINARY_DIR}/${target}")
    file(MAKE_DIRECTORY "${folder}")
    file(CONFIGURE OUTPUT "${folder}/${symbol}.S" CONTENT "${asm}" @ONLY)
    file(CONFIGURE OUTPUT "${folder}/${symbol}.cpp" CONTENT
"#include \"deploy/clarion/embedded.hpp\"
${declarations}
namespace clarion::embedded {
namespace {
const File kFiles[] = {
${rows}};
}
std::span<const File> ${symbol}() { return kFiles; }
}
" @ONLY)
    set_source_files_properties("${folder}/${symbol}.S" PROPERTIES OBJECT_DEPENDS "${ARG_FILES}")
    add_library(${target} STATIC "${folder}/${symbol}.S" "${folder}/${symbol}.cpp")
    target_link_libraries(${target} PUBLIC clarion::build_flags)
endfunction()
