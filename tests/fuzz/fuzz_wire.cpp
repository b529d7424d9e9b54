// What clients send to the sandbox: a byte for the format, then the frame.
#include "core/sandbox/wire.h"
#include "tests/fuzz/fuzz.h"

#include <QCborArray>

using namespace gm;
using sandbox::Format;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const Format format = data[0] % 2 == 0 ? Format::Json : Format::Msgpack;
    const auto value = sandbox::decode(fuzz::bytesOf(data + 1, size - 1), format);
    if (!value)
        return 0;
    const QByteArray written = sandbox::encode(*value, Format::Msgpack);
    const auto again = sandbox::decode(written, Format::Msgpack);
    fuzz::require(again.has_value(), "what was written can be read");
    fuzz::require(sandbox::encode(*again, Format::Msgpack) == written, "values survive writing and reading");
    const QCborMap map = value->toMap();
    for (const QCborValue entry : map.value(QLatin1String("messages")).toArray()) {
        const sandbox::Message message = sandbox::messageFrom(entry.toMap());
        (void)sandbox::toMap(message, Format::Json);
        (void)sandbox::toMap(message, Format::Msgpack);
    }
    return 0;
}
