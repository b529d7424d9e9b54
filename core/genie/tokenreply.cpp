#include "core/genie/tokenreply.h"

#include "core/base/json.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QRegularExpression>

namespace gm::genie
{

using base::Error;
using base::JsonReader;
using base::Result;
using base::Secret;

namespace
{

constexpr int deepestWrapping = 4;
constexpr int longestToken = 128 * 1024; ///< Ably's own limit for a token string.
constexpr qsizetype longestReply = 512 * 1024;
constexpr qsizetype namedFields = 10; ///< Of an object that is no token, in the error.
constexpr qsizetype longestName = 40;

QString tr(const char *text)
{
    return QCoreApplication::translate("gm::genie::TokenReply", text);
}

Error wrongShape(const QString &why)
{
    return {.id = QStringLiteral("GM-TOKEN-SHAPE"),
            .what = tr("The backend's answer is not an Ably token."),
            .why = why,
            .next = tr("Check what GET /api/chat/realtime/token answers: a TokenRequest, TokenDetails or a token.")};
}

/// A capability comes as JSON text or, from some servers, as the object itself.
QString capabilityText(const QJsonObject &object)
{
    const QJsonValue value = object.value(u"capability");
    if (value.isObject())
        return QString::fromUtf8(QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact));
    return value.toString();
}

Result<TokenReply> readBare(const QString &text)
{
    const QString token = text.trimmed();
    if (token.isEmpty())
        return wrongShape(tr("It is empty."));
    // Ably's tokens and JWTs are printable ASCII; anything else is a message or a page.
    static const QRegularExpression form(QStringLiteral("^[\\x21-\\x7e]{8,}$"));
    if (token.size() > longestToken || !form.match(token).hasMatch() || !token.contains(u'.'))
        return wrongShape(tr("It is a text of %1 characters that is not a token.").arg(token.size()));
    static const QRegularExpression jwt(QStringLiteral("^[\\w-]+\\.[\\w-]+\\.[\\w-]*$"));
    return TokenReply(BareToken{.token = Secret(token), .isJwt = jwt.match(token).hasMatch()});
}

Result<TokenReply> readRequest(const QJsonObject &object)
{
    const JsonReader reader(object);
    SignedTokenRequest request{.keyName = reader.textOr(u"keyName"),
                               .ttlMs = reader.integerOr(u"ttl"),
                               .capability = capabilityText(object),
                               .clientId = reader.textOr(u"clientId"),
                               .timestampMs = reader.integerOr(u"timestamp"),
                               .nonce = reader.textOr(u"nonce"),
                               .mac = Secret(reader.textOr(u"mac"))};
    for (const QStringView field : {u"mac", u"nonce", u"timestamp"}) {
        if (!reader.has(field))
            return wrongShape(tr("It is a TokenRequest without \"%1\".").arg(field));
    }
    return TokenReply(std::move(request));
}

QString fieldNames(const QJsonObject &object)
{
    QStringList names = object.keys().mid(0, namedFields);
    for (QString &name : names)
        name.truncate(longestName);
    if (object.size() > namedFields)
        names.append(QStringLiteral("…"));
    return names.join(QStringLiteral(", "));
}

Result<TokenReply> readValue(const QJsonValue &value, int depth);

Result<TokenReply> readObject(const QJsonObject &object, int depth)
{
    const JsonReader reader(object);
    if (object.value(u"keyName").isString())
        return readRequest(object);
    const bool hasDetails =
        reader.has(u"expires") || reader.has(u"issued") || reader.has(u"capability") || reader.has(u"clientId");
    if (object.value(u"token").isString() && hasDetails) {
        return TokenReply(IssuedToken{.token = Secret(reader.textOr(u"token")),
                                      .issuedMs = reader.integerOr(u"issued"),
                                      .expiresMs = reader.integerOr(u"expires"),
                                      .capability = capabilityText(object),
                                      .clientId = reader.textOr(u"clientId")});
    }
    for (const QStringView wrapper :
         {u"tokenRequest", u"token_request", u"tokenDetails", u"token_details", u"token", u"jwt", u"data", u"result"}) {
        if (reader.has(wrapper))
            return readValue(object.value(wrapper), depth + 1);
    }
    return wrongShape(object.isEmpty() ? tr("It is an empty object.")
                                       : tr("It is an object with the fields %1.").arg(fieldNames(object)));
}

Result<TokenReply> readValue(const QJsonValue &value, int depth)
{
    if (depth > deepestWrapping)
        return wrongShape(tr("The token is wrapped too often."));
    if (value.isObject())
        return readObject(value.toObject(), depth);
    if (!value.isString())
        return wrongShape(value.isArray() ? tr("It is a list.") : tr("It is neither an object nor a text."));
    // An object that was encoded twice comes as a text which holds JSON.
    const QString text = value.toString().trimmed();
    if (text.startsWith(u'{')) {
        if (const auto inner = base::parseJson(text.toUtf8()))
            return readValue(*inner, depth + 1);
    }
    return readBare(text);
}

bool isPage(const QByteArray &text)
{
    return text.startsWith('<');
}

} // namespace

Result<TokenReply> parseTokenReply(const QByteArray &body)
{
    if (body.size() > longestReply)
        return wrongShape(tr("It is longer than %1 KiB.").arg(longestReply / 1024));
    const QByteArray text = body.trimmed();
    if (isPage(text)) {
        return Error{.id = QStringLiteral("GM-TOKEN-HTML"),
                     .what = tr("The backend answers with a web page, not with a token."),
                     .next = tr("Check the backend's address in the profile: it may be the frontend's.")};
    }
    if (text.startsWith('{') || text.startsWith('[') || text.startsWith('"')) {
        const Result<QJsonValue> value = base::parseJson(text);
        if (!value)
            return wrongShape(tr("It is JSON that ends early or is damaged.")).causedBy(value.error());
        return readValue(*value, 0);
    }
    return readBare(QString::fromUtf8(text));
}

} // namespace gm::genie
