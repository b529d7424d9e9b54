#include "core/sandbox/jwt.h"

#include <QJsonDocument>
#include <QMessageAuthenticationCode>

namespace gm::sandbox
{

using namespace Qt::StringLiterals;

namespace
{

constexpr QByteArray::Base64Options base64Url = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;

QByteArray encodePart(const QJsonObject &part)
{
    return QJsonDocument(part).toJson(QJsonDocument::Compact).toBase64(base64Url);
}

std::optional<QJsonObject> decodePart(const QByteArray &part)
{
    const auto bytes = QByteArray::fromBase64Encoding(part, base64Url | QByteArray::AbortOnBase64DecodingErrors);
    const QJsonDocument document = QJsonDocument::fromJson(bytes.decoded);
    if (!bytes || !document.isObject())
        return std::nullopt;
    return document.object();
}

} // namespace

JwtSigner::JwtSigner(QByteArray secret)
    : m_secret(std::move(secret))
{
}

QString JwtSigner::sign(const QJsonObject &claims) const
{
    const QByteArray signedPart =
        encodePart({{u"alg"_s, u"HS256"_s}, {u"typ"_s, u"JWT"_s}}) + QByteArray(1, '.') + encodePart(claims);
    return QString::fromLatin1(signedPart + QByteArray(1, '.') + signatureOf(signedPart));
}

std::optional<QJsonObject> JwtSigner::verify(const QString &token) const
{
    const QList<QByteArray> parts = token.toLatin1().split('.');
    if (parts.size() != 3)
        return std::nullopt;
    const auto header = decodePart(parts[0]);
    if (!header || header->value(u"alg"_s) != u"HS256"_s)
        return std::nullopt;
    if (signatureOf(parts[0] + QByteArray(1, '.') + parts[1]) != parts[2])
        return std::nullopt;
    return decodePart(parts[1]);
}

QByteArray JwtSigner::signatureOf(const QByteArray &signedPart) const
{
    return QMessageAuthenticationCode::hash(signedPart, m_secret, QCryptographicHash::Sha256).toBase64(base64Url);
}

} // namespace gm::sandbox
