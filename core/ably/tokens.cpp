#include "core/ably/tokens.h"

#include "core/base/json.h"

#include <QCoreApplication>
#include <QJsonDocument>

namespace gm::ably
{

using base::Error;
using base::JsonReader;
using base::Result;
using base::Secret;

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("gm::ably::Tokens", text);
}

Error unusable(const QString &why)
{
    return {.code = 40170,
            .status = 401,
            .what = tr("The answer to the request for a token holds no token."),
            .why = why}; // RSA4f
}

std::optional<qint64> optionalInteger(const JsonReader &reader, QStringView name)
{
    const Result<qint64> value = reader.integer(name);
    return value ? std::optional(*value) : std::nullopt;
}

/// `capability` is JSON text by the book; an object in its place is written as text.
QString capabilityText(const QJsonObject &object)
{
    const QJsonValue value = object[u"capability"];
    if (value.isObject())
        return QString::fromUtf8(QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact));
    return value.toString();
}

Result<TokenReply> tokenRequestFromJson(const QJsonObject &object)
{
    const JsonReader reader(object);
    TokenRequest request{.keyName = reader.textOr(u"keyName"),
                         .ttlMs = optionalInteger(reader, u"ttl"),
                         .capability = capabilityText(object),
                         .clientId = reader.textOr(u"clientId"),
                         .timestamp = reader.integerOr(u"timestamp"),
                         .nonce = reader.textOr(u"nonce"),
                         .mac = Secret(reader.textOr(u"mac"))};
    for (const auto &[name, isThere] : {std::pair{u"timestamp", request.timestamp > 0},
                                        {u"nonce", !request.nonce.isEmpty()},
                                        {u"mac", !request.mac.isEmpty()}}) {
        if (!isThere)
            return unusable(tr("It is a token request without \"%1\".").arg(QStringView(name)));
    }
    return TokenReply(std::move(request));
}

/// A part of a JWT: base64url of a JSON object. Empty when it is anything else.
QJsonObject jwtPart(QStringView part)
{
    const auto decoded = QByteArray::fromBase64Encoding(part.toLatin1(), QByteArray::Base64UrlEncoding |
                                                                             QByteArray::AbortOnBase64DecodingErrors);
    return decoded ? QJsonDocument::fromJson(*decoded).object() : QJsonObject();
}

std::optional<qint64> secondsAsMs(const QJsonObject &claims, QStringView name)
{
    const std::optional<qint64> seconds = optionalInteger(JsonReader(claims), name);
    constexpr qint64 limit = 100'000'000'000; // some three thousand years
    return seconds && *seconds >= 0 && *seconds < limit ? std::optional(*seconds * 1000) : std::nullopt;
}

/// @p depth counts the wrappings: a token inside a token is read, one inside that is not.
TokenDescription describeText(const QString &token, int depth)
{
    using Form = TokenDescription::Form;
    const QStringList parts = token.split(u'.');
    const QJsonObject header = parts.size() == 3 ? jwtPart(parts[0]) : QJsonObject();
    const QJsonObject claims = parts.size() == 3 ? jwtPart(parts[1]) : QJsonObject();
    if (header.isEmpty() && claims.isEmpty()) // an opaque token: `appId.rest`
        return {.keyName = parts.size() == 2 ? parts.first() : QString()};

    const QString inner =
        header.contains(u"x-ably-token") ? header[u"x-ably-token"].toString() : claims[u"x-ably-token"].toString();
    if (!inner.isEmpty() && depth == 0) {
        TokenDescription description = describeText(inner, depth + 1);
        description.form = Form::WrappedJwt;
        description.expires = secondsAsMs(claims, u"exp");
        return description;
    }
    return {.form = Form::Jwt,
            .keyName = header[u"kid"].toString(),
            .issued = secondsAsMs(claims, u"iat"),
            .expires = secondsAsMs(claims, u"exp"),
            .clientId = claims[u"x-ably-clientId"].toString(),
            .capability = claims[u"x-ably-capability"].toString()};
}

} // namespace

QJsonObject TokenRequest::toJson() const
{
    QJsonObject object{{QStringLiteral("keyName"), keyName},
                       {QStringLiteral("timestamp"), timestamp},
                       {QStringLiteral("nonce"), nonce},
                       {QStringLiteral("mac"), mac.reveal()}};
    if (ttlMs)
        object.insert(QStringLiteral("ttl"), *ttlMs);
    if (!capability.isEmpty())
        object.insert(QStringLiteral("capability"), capability);
    if (!clientId.isEmpty())
        object.insert(QStringLiteral("clientId"), clientId);
    return object;
}

QUrlQuery TokenParams::toQuery() const
{
    QUrlQuery query;
    const auto add = [&query](const QString &name, const QString &value) {
        if (!value.isEmpty())
            query.addQueryItem(name, QString::fromLatin1(QUrl::toPercentEncoding(value)));
    };
    add(QStringLiteral("ttl"), ttlMs ? QString::number(*ttlMs) : QString());
    add(QStringLiteral("capability"), capability);
    add(QStringLiteral("clientId"), clientId);
    add(QStringLiteral("timestamp"), timestamp ? QString::number(*timestamp) : QString());
    add(QStringLiteral("nonce"), nonce);
    return query;
}

Result<TokenDetails> tokenDetailsFromJson(const QJsonObject &object)
{
    const JsonReader reader(object);
    const Result<TokenReply> token = tokenReplyFromText(reader.textOr(u"token"));
    if (!token)
        return token.error();
    return TokenDetails{.token = std::get<Secret>(*token),
                        .issued = optionalInteger(reader, u"issued"),
                        .expires = optionalInteger(reader, u"expires"),
                        .capability = capabilityText(object),
                        .clientId = reader.textOr(u"clientId"),
                        .keyName = reader.textOr(u"keyName")};
}

Result<TokenReply> tokenReplyFromJson(const QJsonValue &value)
{
    if (value.isString())
        return tokenReplyFromText(value.toString());
    if (!value.isObject())
        return unusable(tr("A text or an object was expected."));
    const QJsonObject object = value.toObject();
    if (object.contains(u"token")) {
        const Result<TokenDetails> details = tokenDetailsFromJson(object);
        return details ? Result<TokenReply>(TokenReply(*details)) : Result<TokenReply>(details.error());
    }
    if (object.contains(u"keyName"))
        return tokenRequestFromJson(object);
    return unusable(tr("The object has neither \"token\" nor \"keyName\"."));
}

Result<TokenReply> tokenReplyFromText(const QString &text)
{
    const QString token = text.trimmed();
    if (token.isEmpty())
        return unusable(tr("It is empty."));
    if (token.size() > maxTokenBytes)
        return unusable(tr("It is longer than %1 KiB.").arg(maxTokenBytes / 1024));
    if (token.startsWith(u'{') || token.startsWith(u'<') || token == u"null" || token == u"undefined")
        return unusable(tr("It is no token, though it came as text."));
    return TokenReply(Secret(token));
}

Result<TokenReply> tokenReplyFromBody(const QByteArray &body, QByteArrayView contentType)
{
    const qsizetype parameters = contentType.indexOf(';');
    const QByteArray type =
        contentType.first(parameters < 0 ? contentType.size() : parameters).trimmed().toByteArray().toLower();
    if (body.size() > maxTokenBytes)
        return unusable(tr("It is longer than %1 KiB.").arg(maxTokenBytes / 1024));
    if (type == "text/plain" || type == "application/jwt")
        return tokenReplyFromText(QString::fromUtf8(body));
    if (type != "application/json")
        return unusable(type.isEmpty() ? tr("It has no content type.")
                                       : tr("Its content type is %1.").arg(QString::fromLatin1(type)));
    const Result<QJsonValue> value = base::parseJson(body);
    return value ? tokenReplyFromJson(*value) : Result<TokenReply>(unusable(tr("It is marked as JSON and is none.")));
}

TokenDescription describeToken(const TokenDetails &details)
{
    TokenDescription description = describeText(details.token.reveal(), 0);
    if (!details.keyName.isEmpty())
        description.keyName = details.keyName;
    if (details.issued)
        description.issued = details.issued;
    if (details.expires)
        description.expires = details.expires;
    if (!details.clientId.isEmpty())
        description.clientId = details.clientId;
    if (!details.capability.isEmpty())
        description.capability = details.capability;
    return description;
}

} // namespace gm::ably
