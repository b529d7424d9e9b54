// Lines of a backend log: any bytes.
#include "core/genie/backendlog.h"
#include "tests/fuzz/fuzz.h"

using namespace gm;
using namespace gm::genie;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray line = fuzz::bytesOf(data, size);
    const LogLine read = readLogLine(line);
    if (const auto *published = std::get_if<Publication>(&read)) {
        fuzz::require(!published->conversation.isEmpty(), "a publication has its conversation");
        fuzz::require((published->kind == PublishKind::Status) <= !published->detail.isEmpty(),
                      "a status has its value");
    } else if (const auto *error = std::get_if<PublishError>(&read)) {
        fuzz::require(error->reason.size() <= maxReasonLength, "reasons stay short");
    } else if (const auto *fault = std::get_if<BackendFault>(&read)) {
        fuzz::require(fault->reason.size() <= maxReasonLength, "reasons stay short");
    }
    // What a container puts before a line changes nothing about it.
    if (size < maxLogLineBytes / 2 && !line.contains('|')) {
        const LogLine prefixed = readLogLine(QByteArray("backend-1  | " + line));
        fuzz::require(read.index() == 0 || prefixed.index() == read.index(), "a prefix hides nothing");
    }
    return 0;
}
