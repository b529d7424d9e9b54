# The few helpers all folders share: one static library per folder, one executable per test.

# Compile switches every target gets. GM_WERROR and GM_SANITIZE come from the presets.
add_library(gm_flags INTERFACE)
target_compile_options(gm_flags INTERFACE
    -Wall -Wextra -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual
    $<$<BOOL:${GM_WERROR}>:-Werror>)
target_compile_definitions(gm_flags INTERFACE
    QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_URL_CAST_FROM_STRING
    QT_NO_CAST_FROM_BYTEARRAY QT_NO_FOREACH QT_NO_KEYWORDS
    QT_USE_QSTRINGBUILDER QT_DISABLE_DEPRECATED_BEFORE=0x060400
    GM_VERSION="${PROJECT_VERSION}")
target_include_directories(gm_flags INTERFACE ${CMAKE_SOURCE_DIR})
if(GM_SANITIZE)
    # GCC's flow analysis gives false warnings on what the sanitizers insert.
    target_compile_options(gm_flags INTERFACE -fsanitize=${GM_SANITIZE} -fno-omit-frame-pointer
        $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
    target_link_options(gm_flags INTERFACE -fsanitize=${GM_SANITIZE})
endif()
find_program(GM_MOLD mold)
if(GM_MOLD)
    target_link_options(gm_flags INTERFACE -fuse-ld=mold)
endif()

# gm_add_library(gm_ably SOURCES tokens.cpp … LINKS gm_base … PRIVATE_LINKS Qt6::Network …)
function(gm_add_library name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LINKS;PRIVATE_LINKS")
    add_library(${name} STATIC ${arg_SOURCES})
    target_link_libraries(${name} PUBLIC ${arg_LINKS} PRIVATE ${arg_PRIVATE_LINKS} gm_flags)
    target_include_directories(${name} PUBLIC ${CMAKE_SOURCE_DIR})
    gm_use_pch(${name})
endfunction()

# gm_add_test(tst_tokens LABEL unit LINKS gm_ably [SOURCES more.cpp] [TIMEOUT 120] [WRAPPER bash with.sh …])
# The source is <name>.cpp. Runs offscreen in UTC, in a home of its own; its log is kept in results/ for lint_checklist.
file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/results)
function(gm_add_test name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "LABEL;TIMEOUT" "SOURCES;LINKS;WRAPPER")
    if(NOT arg_TIMEOUT)
        set(arg_TIMEOUT 60)
    endif()
    add_executable(${name} ${name}.cpp ${arg_SOURCES})
    target_link_libraries(${name} PRIVATE ${arg_LINKS} Qt6::Test gm_flags)
    target_compile_definitions(${name} PRIVATE GM_TEST_DATA="${CMAKE_SOURCE_DIR}/tests/data")
    gm_use_pch(${name})
    add_test(NAME ${name} COMMAND ${arg_WRAPPER} $<TARGET_FILE:${name}> -o ${CMAKE_BINARY_DIR}/results/${name}.txt,txt -o -,txt)
    set_property(GLOBAL APPEND PROPERTY GM_TESTS ${name})
    set_tests_properties(${name} PROPERTIES LABELS "${arg_LABEL}" TIMEOUT ${arg_TIMEOUT}
        ENVIRONMENT "QT_QPA_PLATFORM=offscreen;TZ=UTC;LC_ALL=C.UTF-8;XDG_RUNTIME_DIR=${CMAKE_BINARY_DIR}/xdg")
endfunction()

# Qt's headers are most of what a file costs: compiled once per build, for libraries and executables alike.
if(GM_PCH)
    file(WRITE ${CMAKE_BINARY_DIR}/gm_pch.cpp "#include <QtCore>\n")
    add_library(gm_pch STATIC ${CMAKE_BINARY_DIR}/gm_pch.cpp)
    set_target_properties(gm_pch PROPERTIES AUTOMOC OFF AUTORCC OFF)
    target_link_libraries(gm_pch PRIVATE Qt6::Core gm_flags)
    target_precompile_headers(gm_pch PRIVATE ${CMAKE_SOURCE_DIR}/cmake/pch.h)
endif()
function(gm_use_pch name)
    if(GM_PCH)
        target_precompile_headers(${name} REUSE_FROM gm_pch)
    endif()
endfunction()
