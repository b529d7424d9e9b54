/// VCDIFF's default instruction table (RFC 3284, section 5.6), built at compile time.
#pragma once

#include <QtGlobal>

#include <array>

namespace gm::ably::vcdiff
{

enum class Op : quint8 { Noop, Add, Run, Copy };

/// One half of a table entry.
struct Instruction {
    Op op = Op::Noop;
    quint8 size = 0; ///< 0: the size follows as a number.
    quint8 mode = 0; ///< Of Copy: how its address is written.
};

/// What one byte of the instruction section stands for: one or two instructions.
struct CodePair {
    Instruction first{};
    Instruction second{};
};

inline constexpr int addressModes = 9; ///< Self, here, four near, three same.

[[nodiscard]] constexpr std::array<CodePair, 256> makeCodeTable()
{
    std::array<CodePair, 256> table{};
    size_t index = 0;
    table[index++] = {.first = {.op = Op::Run}};
    for (quint8 size = 0; size <= 17; ++size)
        table[index++] = {.first = {.op = Op::Add, .size = size}};
    for (quint8 mode = 0; mode < addressModes; ++mode) {
        table[index++] = {.first = {.op = Op::Copy, .mode = mode}};
        for (quint8 size = 4; size <= 18; ++size)
            table[index++] = {.first = {.op = Op::Copy, .size = size, .mode = mode}};
    }
    for (quint8 mode = 0; mode < addressModes; ++mode) {
        const quint8 longestCopy = mode < 6 ? 6 : 4;
        for (quint8 add = 1; add <= 4; ++add) {
            for (quint8 copy = 4; copy <= longestCopy; ++copy)
                table[index++] = {{.op = Op::Add, .size = add}, {.op = Op::Copy, .size = copy, .mode = mode}};
        }
    }
    for (quint8 mode = 0; mode < addressModes; ++mode)
        table[index++] = {{.op = Op::Copy, .size = 4, .mode = mode}, {.op = Op::Add, .size = 1}};
    return table;
}

inline constexpr std::array<CodePair, 256> codeTable = makeCodeTable();

static_assert(codeTable[162].first.size == 18 && codeTable[162].first.mode == 8, "the last plain COPY");
static_assert(codeTable[234].second.size == 6 && codeTable[234].second.mode == 5, "the last ADD with a COPY of 4 to 6");
static_assert(codeTable[255].first.mode == 8 && codeTable[255].second.op == Op::Add, "the last entry");

} // namespace gm::ably::vcdiff
