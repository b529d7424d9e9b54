// Payloads: a byte for the kind of data and the key, the encoding up to a line feed, then the data.
#include "core/ably/jsontext.h"
#include "core/ably/payload.h"
#include "tests/fuzz/fuzz.h"

using namespace gm;
using ably::PayloadKind;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const QByteArray input = fuzz::bytesOf(data + 1, size - 1);
    const qsizetype end = std::max<qsizetype>(0, input.indexOf('\n'));
    const ably::Message message{.kind = ably::DataKind(data[0] % 4),
                                .data = input.mid(end + 1),
                                .encoding = QString::fromUtf8(input.left(end))};
    const QByteArray keyBytes = QByteArray("0123456789abcdef").repeated(1 + (data[0] >> 7));
    const ably::CipherKey key{base::Secret(QString::fromLatin1(keyBytes.toBase64()))};

    const ably::Payload payload = ably::decodePayload(message, key);

    fuzz::require(payload.isWhole() == payload.remaining.isEmpty(), "what is left to undo is there for a reason");
    fuzz::require(payload.bytes.size() <= message.data.size(), "no step makes the data longer");
    fuzz::require(payload.kind != PayloadKind::Json || ably::isJsonText(payload.bytes), "JSON is valid");
    fuzz::require(payload.kind != PayloadKind::Text || payload.bytes.isValidUtf8(), "text is valid");
    return 0;
}
