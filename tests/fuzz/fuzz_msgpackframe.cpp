// Frames as msgpack, and the reader below them: any bytes.
#include "core/ably/msgpack.h"
#include "tests/fuzz/frames.h"

using namespace gm;

namespace
{

/// Values are skipped and written as JSON by different code, which must come to the same end.
void checkValue(const QByteArray &bytes)
{
    ably::MsgpackReader skipping(bytes);
    ably::MsgpackReader writing(bytes);
    ably::MsgpackItem head;
    ably::MsgpackItem sameHead;
    if (!skipping.next(head) || !writing.next(sameHead))
        return;
    const bool isSkipped = skipping.skipContent(head);
    QByteArray json;
    const bool isWritten = writing.appendJson(sameHead, json);
    fuzz::require(!isSkipped || isWritten, "what can be skipped can be written");
    if (!isWritten)
        return;
    fuzz::require(!isSkipped || skipping.offset() == writing.offset(), "skipping and writing end at the same place");
    fuzz::require(ably::isJsonText(json), "any value becomes valid JSON");
    // A control character is six bytes in JSON, a float of five bytes up to 24; within a key each may be quoted once more.
    fuzz::require(json.size() <= 16 * bytes.size() + 16, "JSON is not much longer than what it was made of");
}

} // namespace

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray bytes = fuzz::bytesOf(data, size);
    checkValue(bytes);
    if (const auto frame = ably::readMsgpackFrame(bytes))
        fuzz::checkFrame(*frame);
    return 0;
}
