// Heads of requests to our small server: any bytes.
#include "core/net/httphead.h"
#include "tests/fuzz/fuzz.h"

#include <algorithm>
#include <array>

using namespace gm;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static constexpr std::array statuses{400, 411, 413, 414, 431};
    const auto head = net::parseHead(fuzz::bytesOf(data, size));
    if (const auto *refusal = std::get_if<net::HeadRefusal>(&head)) {
        fuzz::require(std::count(statuses.begin(), statuses.end(), refusal->status) == 1, "a refusal has its status");
        return 0;
    }
    const auto &request = std::get<net::ServerRequest>(head);
    fuzz::require(request.headers.size() <= net::maxHeaders, "headers are counted");
    fuzz::require(net::bodyBytes(request) >= 0 && net::bodyBytes(request) <= net::maxRequestBytes,
                  "bodies are bounded");
    return 0;
}
