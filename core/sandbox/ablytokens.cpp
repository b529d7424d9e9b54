#include "core/sandbox/ablytokens.h"

#include "core/sandbox/wire.h"

#include <QJsonDocument>
#include <QMessageAuthenticationCode>

#include <chrono>

namespace gm::sandbox
{

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using base::Error;
using base::Result;

namespace
{

constexpr auto appId = "genie0"_L1;
constexpr qint64 defaultTtlMs = std::chrono::milliseconds(1h).count();
constexpr qint64 longestTtlMs = std::chrono::milliseconds(24h).count();
constexpr qint64 clockToleranceMs = std::chrono::milliseconds(2min).count();

Error refusal(int code, const QString &what, int status = 401)
{
    return Error{.code = code, .status = status, .what = what};
}

/// A field as the text that was signed: numbers in decimal, nothing for what is absent.
QString signedText(const QCborMap &request, QLatin1StringView field)
{
    const QCborValue value = request.value(field);
    return value.isString()            ? value.toString()
           : integerIn(request, field) ? QString::number(*integerIn(request, field))
                                       : QString();
}

/// The six fields a mac covers, each on a line of its own.
QByteArray textToSign(const QCborMap &request)
{
    QByteArray text;
    for (const auto field : {"keyName"_L1, "ttl"_L1, "capability"_L1, "clientId"_L1, "timestamp"_L1, "nonce"_L1})
        text += signedText(request, field).toUtf8() + '\n';
    return text;
}

QByteArray fromBase64Url(QStringView text)
{
    return QByteArray::fromBase64(text.toLatin1(), QByteArray::Base64UrlEncoding);
}

QJsonObject jsonPart(QStringView base64)
{
    return QJsonDocument::fromJson(fromBase64Url(base64)).object();
}

} // namespace

AblyTokens::AblyTokens(base::Clock &clock, base::Random &random)
    : m_clock(clock)
    , m_random(random)
    , m_keyName(appId % u'.' % QString::fromLatin1(random.bytes(3).toHex()))
    , m_secret(QString::fromLatin1(random.token(24)))
{
}

QString AblyTokens::key() const
{
    return m_keyName % u':' % m_secret;
}

QByteArray AblyTokens::macOf(const QByteArray &text) const
{
    return QMessageAuthenticationCode::hash(text, m_secret.toUtf8(), QCryptographicHash::Sha256);
}

QJsonObject AblyTokens::signTokenRequest(const QJsonObject &capability, const QString &clientId, qint64 ttlMs)
{
    QCborMap request{{"keyName"_L1, m_keyName},
                     {"ttl"_L1, ttlMs > 0 ? ttlMs : defaultTtlMs},
                     {"timestamp"_L1, m_clock.wallMs()},
                     {"nonce"_L1, QString::fromLatin1(m_random.bytes(16).toHex())}};
    const QByteArray text = QJsonDocument(capability).toJson(QJsonDocument::Compact);
    request.insert("capability"_L1, QString::fromUtf8(text));
    if (!clientId.isEmpty())
        request.insert("clientId"_L1, clientId);
    request.insert("mac"_L1, QString::fromLatin1(macOf(textToSign(request)).toBase64()));
    return request.toJsonObject();
}

std::optional<Error> AblyTokens::refusalOf(const QString &keyName) const
{
    if (!keyName.startsWith(QString(appId % u'.')))
        return refusal(40400, u"No application with that id is known."_s, 404);
    if (keyName != m_keyName)
        return refusal(40130, u"No key of that name is known."_s);
    if (m_isKeyRevoked)
        return refusal(40131, u"The key has been revoked."_s);
    return std::nullopt;
}

std::optional<Error> AblyTokens::misuse(const QCborMap &request)
{
    const qint64 nowMs = m_clock.wallMs();
    const QString nonce = textIn(request, "nonce"_L1);
    if (textIn(request, "mac"_L1).toLatin1() != macOf(textToSign(request)).toBase64())
        return refusal(40101, u"The mac of the token request does not fit the key."_s);
    if (std::abs(integerIn(request, "timestamp"_L1).value_or(0) - nowMs) > clockToleranceMs)
        return refusal(40104, u"The time stamp of the token request is not current."_s);
    if (nonce.size() < 16)
        return refusal(40101, u"The nonce of the token request is too short."_s);
    m_nonces.removeIf([nowMs](auto it) { return std::abs(nowMs - it.value()) > 2 * clockToleranceMs; });
    if (m_nonces.contains(nonce))
        return refusal(40105, u"The nonce of the token request was used before."_s);
    m_nonces.insert(nonce, nowMs);
    return std::nullopt;
}

Result<QCborMap> AblyTokens::exchange(const QString &keyName, const QCborMap &request, bool isKeyShown)
{
    if (const auto refused = refusalOf(keyName))
        return *refused;
    const QString named = textIn(request, "keyName"_L1);
    if (!named.isEmpty() && named != keyName)
        return refusal(40101, u"The token request names another key."_s);
    const bool isSigned = !textIn(request, "mac"_L1).isEmpty();
    if (!isSigned && !isKeyShown)
        return refusal(40101, u"The token request is not signed."_s);
    if (isSigned) {
        if (const auto refused = misuse(request))
            return *refused;
    }
    const qint64 ttlMs = integerIn(request, "ttl"_L1).value_or(defaultTtlMs);
    if (ttlMs <= 0 || ttlMs > longestTtlMs)
        return refusal(40003, u"The ttl must be from 1 ms to 24 hours."_s, 400);
    Capability capability = Capability::everything();
    if (const QString asked = textIn(request, "capability"_L1); !asked.isEmpty()) {
        const Result<Capability> parsed = Capability::parse(asked);
        if (!parsed)
            return parsed.error();
        capability = parsed->intersectedWith(Capability::everything());
        if (capability.isEmpty())
            return refusal(40160, u"The key grants none of the capability asked for."_s);
    }
    const qint64 nowMs = m_clock.wallMs();
    const Grant grant{.keyName = keyName,
                      .clientId = textIn(request, "clientId"_L1),
                      .capability = capability,
                      .expiresMs = nowMs + ttlMs,
                      .token = appId % u'.' % QString::fromLatin1(m_random.token(32))};
    m_issued.insert(grant.token, {grant, nowMs});
    QCborMap details{{"token"_L1, grant.token},
                     {"keyName"_L1, keyName},
                     {"issued"_L1, nowMs},
                     {"expires"_L1, grant.expiresMs},
                     {"capability"_L1, capability.toText()}};
    if (!grant.clientId.isEmpty())
        details.insert("clientId"_L1, grant.clientId);
    return details;
}

Result<Grant> AblyTokens::checkKey(const QString &key) const
{
    const qsizetype colon = key.indexOf(u':');
    if (colon <= 0)
        return refusal(40005, u"The key has not the form appId.keyId:secret."_s, 400);
    if (const auto refused = refusalOf(key.left(colon)))
        return *refused;
    if (key != this->key())
        return refusal(40101, u"The secret of the key is wrong."_s);
    return Grant{.keyName = m_keyName, .clientId = u"*"_s, .capability = Capability::everything()};
}

Result<Grant> AblyTokens::checkToken(const QString &token) const
{
    if (token.count(u'.') == 2)
        return checkJwt(token);
    if (!token.contains(u'.'))
        return refusal(40005, u"The token is unreadable."_s, 400);
    if (!token.startsWith(QString(appId % u'.')))
        return refusal(40400, u"No application with that id is known."_s, 404);
    const auto issued = m_issued.constFind(token);
    if (issued == m_issued.constEnd())
        return refusal(40143, u"The token is not known."_s);
    if (const auto refused = faultOf(issued->grant))
        return *refused;
    return issued->grant;
}

Result<Grant> AblyTokens::checkJwt(const QString &token) const
{
    const QList<QStringView> parts = QStringView(token).split(u'.');
    const QJsonObject header = jsonPart(parts[0]);
    const QJsonObject claims = jsonPart(parts[1]);
    for (const QJsonObject &part : {header, claims}) {
        if (const QString wrapped = part["x-ably-token"_L1].toString(); !wrapped.isEmpty() && wrapped != token)
            return checkToken(wrapped);
    }
    const QString keyName = header["kid"_L1].toString();
    const qint64 issuedS = claims["iat"_L1].toInteger();
    const qint64 expiresS = claims["exp"_L1].toInteger();
    if (header["alg"_L1] != "HS256"_L1 || keyName.isEmpty() || issuedS <= 0 || expiresS <= issuedS ||
        (expiresS - issuedS) * 1000 > longestTtlMs)
        return refusal(40144, u"The JWT is not one of Ably's kind: HS256, kid, iat, and exp within 24 hours."_s);
    if (const auto refused = refusalOf(keyName))
        return *refused;
    if (fromBase64Url(parts[2]) != macOf(QString(parts[0] % u'.' % parts[1]).toUtf8()))
        return refusal(40101, u"The JWT is not signed with the key it names."_s);
    Grant grant{.keyName = keyName,
                .clientId = claims["x-ably-clientId"_L1].toString(),
                .capability = Capability::everything(),
                .expiresMs = expiresS * 1000,
                .token = token};
    if (const QJsonValue text = claims["x-ably-capability"_L1]; text.isString()) {
        const Result<Capability> parsed = Capability::parse(text.toString());
        if (!parsed)
            return parsed.error();
        grant.capability = *parsed;
    }
    if (const auto refused = faultOf(grant))
        return *refused;
    return grant;
}

std::optional<Error> AblyTokens::faultOf(const Grant &grant) const
{
    if (m_isKeyRevoked)
        return refusal(40131, u"The key has been revoked."_s);
    if (!grant.isKey() && (grant.expiresMs <= m_clock.wallMs() || m_ended.contains(grant.token)))
        return refusal(40142, u"The token has expired."_s);
    return std::nullopt;
}

void AblyTokens::expireAll(const QStringList &tokensInUse)
{
    for (const QString &token : tokensInUse)
        m_ended.insert(token);
    for (auto it = m_issued.begin(); it != m_issued.end(); ++it)
        m_ended.insert(it.key());
}

QJsonArray AblyTokens::toJson() const
{
    QJsonArray list;
    for (const Issued &issued : m_issued) {
        list.append(QJsonObject{{u"issued"_s, issued.issuedMs},
                                {u"expires"_s, issued.grant.expiresMs},
                                {u"clientId"_s, issued.grant.clientId},
                                {u"capability"_s, issued.grant.capability.toText()},
                                {u"isExpired"_s, faultOf(issued.grant).has_value()}});
    }
    return list;
}

} // namespace gm::sandbox
