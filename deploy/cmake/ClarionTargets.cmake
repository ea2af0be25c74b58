# The two shapes a target of ours can have. Sources are what lies in the named folders.

# clarion_library(NAME FOLDERS dir... PUBLIC targets... PRIVATE targets...): a static library clarion::NAME.
function(clarion_library name)
    cmake_parse_arguments(ARG "" "" "FOLDERS;PUBLIC;PRIVATE" ${ARGN})
    set(sources)
    foreach(folder IN LISTS ARG_FOLDERS)
        file(GLOB found CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/${folder}/*.cpp")
        list(APPEND sources ${found})
    endforeach()
    if(sources)
        add_library(clarion_${name} STATIC ${sources})
        target_link_libraries(clarion_${name} PUBLIC clarion::build_flags ${ARG_PUBLIC} PRIVATE ${ARG_PRIVATE})
    else()  # headers alone
        add_library(clarion_${name} INTERFACE)
        target_link_libraries(clarion_${name} INTERFACE clarion::build_flags ${ARG_PUBLIC} ${ARG_PRIVATE})
    endif()
    add_library(clarion::${name} ALIAS clarion_${name})
endfunction()

# clarion_test(NAME LABEL label LINK targets... [SOURCES files...]): one doctest program test_NAME of this folder.
function(clarion_test name)
    cmake_parse_arguments(ARG "" "LABEL;TIMEOUT" "LINK;SOURCES" ${ARGN})
    if(NOT ARG_SOURCES)
        file(GLOB ARG_SOURCES CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.cpp")
    endif()
    if(NOT ARG_TIMEOUT)
        set(ARG_TIMEOUT 300)
    endif()
    if(ARG_SOURCES)
        add_executable(test_${name} ${ARG_SOURCES})
        target_link_libraries(test_${name} PRIVATE clarion::build_flags clarion::test_main ${ARG_LINK})
        target_compile_definitions(test_${name} PRIVATE CLARION_SOURCE_DIR="${CMAKE_SOURCE_DIR}" CLARION_BUILD_DIR="${CMAKE_BINARY_DIR}")
        target_compile_options(test_${name} PRIVATE $<$<CONFIG:Release>:-Wno-stringop-overread>)  # as ClarionBuildFlags
        add_test(NAME ${name} COMMAND test_${name})
        set_tests_properties(${name} PROPERTIES LABELS "${ARG_LABEL}" TIMEOUT ${ARG_TIMEOUT})
    endif()
endfunction()
