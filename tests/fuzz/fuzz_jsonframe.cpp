// Frames as text: any bytes.
#include "tests/fuzz/frames.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static gm::ably::JsonFrameReader reader; // its buffers are what costs
    const QByteArray bytes = gm::fuzz::bytesOf(data, size);
    const auto frame = reader.read(QByteArrayView(bytes));
    const auto asText = reader.read(QString::fromUtf8(bytes));
    gm::fuzz::require(!frame || asText.isOk(), "bytes and text are read alike");
    if (frame)
        gm::fuzz::checkFrame(*frame);
    return 0;
}
