// Answers of a token endpoint, as the backend client and as Ably's client read them: a byte for the content type, the body.
#include "core/ably/capability.h"
#include "core/ably/tokens.h"
#include "core/genie/tokenreply.h"
#include "tests/fuzz/fuzz.h"

#include <array>

using namespace gm;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static constexpr std::array types{"application/json", "text/plain", "application/jwt;charset=utf-8", "text/html"};
    if (size == 0)
        return 0;
    const QByteArray body = fuzz::bytesOf(data + 1, size - 1);
    constexpr qsizetype longestReason = 1'000;
    if (const auto reply = genie::parseTokenReply(body); !reply)
        fuzz::require(reply.error().why.size() < longestReason, "an error stays short");
    const auto reply = ably::tokenReplyFromBody(body, types[data[0] % types.size()]);
    if (!reply)
        return 0;
    if (const auto *details = std::get_if<ably::TokenDetails>(&*reply)) {
        fuzz::require(!details->token.isEmpty(), "details hold a token");
        (void)ably::describeToken(*details);
        (void)ably::Capability::parse(details->capability);
    } else if (const auto *token = std::get_if<base::Secret>(&*reply)) {
        (void)ably::describeToken({.token = *token});
    }
    return 0;
}
