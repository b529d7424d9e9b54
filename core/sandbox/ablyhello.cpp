#include "core/sandbox/ablyhello.h"

#include <algorithm>

namespace gm::sandbox
{

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using base::Error;
using base::Result;
using std::chrono::milliseconds;

namespace
{

constexpr int oldestVersion = 2;

Error refusal(int code, const QString &what, int status)
{
    return Error{.code = code, .status = status, .what = what};
}

milliseconds durationFrom(const QString &text, milliseconds fallback, milliseconds least, milliseconds most)
{
    bool isNumber = false;
    const milliseconds asked(text.toLongLong(&isNumber));
    return isNumber ? std::clamp(asked, least, most) : fallback;
}

} // namespace

HelloQuery::HelloQuery(const QUrl &url)
    : m_query(url)
{
}

QString HelloQuery::text(const QString &name) const
{
    return m_query.queryItemValue(name, QUrl::FullyDecoded);
}

Format HelloQuery::format() const
{
    return text(u"format"_s) == u"msgpack" ? Format::Msgpack : Format::Json;
}

QString HelloQuery::resumeKey() const
{
    const QString key = text(u"resume"_s);
    return key.isEmpty() ? text(u"recover"_s) : key;
}

Result<QString> HelloQuery::clientIdFor(const Grant &grant) const
{
    const QString modern = text(u"clientId"_s);
    const QString asked = modern.isEmpty() ? text(u"client_id"_s) : modern;
    if (asked.isEmpty() || asked == grant.clientId)
        return grant.clientId;
    if (grant.clientId != "*"_L1)
        return refusal(40102, u"The client id is not that of the token."_s, 401);
    return asked;
}

Result<Hello> HelloQuery::read(const QByteArray &authorization, const AblyTokens &tokens) const
{
    bool isNumber = false;
    const int version = text(u"v"_s).section(u'.', 0, 0).toInt(&isNumber);
    if (!isNumber)
        return refusal(40017, u"The protocol version is missing."_s, 400);
    if (version < oldestVersion)
        return refusal(80024, u"The protocol version is no longer spoken."_s, 400);
    const Result<Grant> grant = authenticate(tokens, m_query, authorization);
    if (!grant)
        return grant.error();
    const Result<QString> clientId = clientIdFor(*grant);
    if (!clientId)
        return clientId.error();
    return Hello{.grant = *grant,
                 .clientId = *clientId,
                 .wantsEcho = text(u"echo"_s) != u"false",
                 .wantsHeartbeats = text(u"heartbeats"_s) == u"true",
                 .idleInterval = durationFrom(text(u"heartbeatInterval"_s), 15s, 5s, 30min),
                 .presenceRemains = durationFrom(text(u"remainPresentFor"_s), 15s, 0s, 2min)};
}

Result<Grant> authenticate(const AblyTokens &tokens, const QUrlQuery &query, const QByteArray &authorization)
{
    if (const QString key = query.queryItemValue(u"key"_s, QUrl::FullyDecoded); !key.isEmpty())
        return tokens.checkKey(key);
    for (const auto &name : {u"accessToken"_s, u"access_token"_s}) {
        if (const QString token = query.queryItemValue(name, QUrl::FullyDecoded); !token.isEmpty())
            return tokens.checkToken(token);
    }
    const QByteArray scheme = authorization.left(authorization.indexOf(' ')).toLower();
    const QByteArray credential = authorization.mid(scheme.size()).trimmed();
    if (scheme == "basic")
        return tokens.checkKey(QString::fromUtf8(QByteArray::fromBase64(credential)));
    if (scheme == "bearer") {
        // Every token has a dot, which base64 has not.
        const QByteArray token = credential.contains('.') ? credential : QByteArray::fromBase64(credential);
        return tokens.checkToken(QString::fromUtf8(token));
    }
    return Error{.code = 40101, .status = 401, .what = u"No credential was given."_s};
}

} // namespace gm::sandbox
