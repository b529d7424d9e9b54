// Deltas: a byte for the length of the old text, the old text, then the delta.
#include "core/ably/vcdiff.h"
#include "tests/fuzz/fuzz.h"

using namespace gm;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    constexpr qint64 limit = 1 << 20;
    if (size == 0)
        return 0;
    const QByteArray input = fuzz::bytesOf(data + 1, size - 1);
    const qsizetype source = std::min<qsizetype>(data[0], input.size());
    const auto result =
        ably::applyVcdiff(QByteArrayView(input).first(source), QByteArrayView(input).sliced(source), limit);
    fuzz::require(!result || result->size() <= limit, "no text is longer than allowed");
    return 0;
}
