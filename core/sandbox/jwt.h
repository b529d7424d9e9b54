/// JSON web tokens signed with a shared secret (HS256), as Genie's backend expects them from Supabase.
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QString>

#include <optional>

namespace gm::sandbox
{

/// Signs and checks with one secret. Knows nothing of time: `exp` is the caller's to look at.
class JwtSigner
{
public:
    explicit JwtSigner(QByteArray secret);

    [[nodiscard]] QString sign(const QJsonObject &claims) const;
    /// The claims; nothing when the text is not a token, names another algorithm, or was signed with another secret.
    [[nodiscard]] std::optional<QJsonObject> verify(const QString &token) const;

private:
    [[nodiscard]] QByteArray signatureOf(const QByteArray &signedPart) const;

    QByteArray m_secret;
};

} // namespace gm::sandbox
