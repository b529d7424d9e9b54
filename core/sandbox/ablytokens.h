/// The credentials of the stand-in's one Ably app: its key, TokenRequests, the tokens it has issued, and JWTs.
#pragma once

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/base/result.h"
#include "core/sandbox/ablycapability.h"

#include <QCborMap>
#include <QHash>
#include <QJsonArray>
#include <QJsonObject>
#include <QSet>

namespace gm::sandbox
{

/// What somebody who has shown a credential may do.
struct Grant {
    QString keyName{};
    QString clientId{}; ///< Empty: anonymous; `*`: any.
    Capability capability{};
    qint64 expiresMs = 0; ///< Wall clock of the sandbox; 0: never (a key).
    QString token{};      ///< The token shown; empty for a key.

    [[nodiscard]] bool isKey() const { return token.isEmpty(); }
};

/// Issues and checks credentials. Refusals carry Ably's codes and statuses.
class AblyTokens
{
public:
    AblyTokens(base::Clock &clock, base::Random &random);

    /// `appId.keyId:secret`.
    [[nodiscard]] QString key() const;
    [[nodiscard]] QString keyName() const { return m_keyName; }

    /// See AblyStandin::signTokenRequest.
    [[nodiscard]] QJsonObject signTokenRequest(const QJsonObject &capability, const QString &clientId, qint64 ttlMs);
    /// Answers TokenDetails. Checks mac, clock (±2 min, 40104), nonce (40105), ttl (40003), capability (40160).
    /// @p isKeyShown: the request came with the key itself, so it needs no mac.
    [[nodiscard]] base::Result<QCborMap> exchange(const QString &keyName, const QCborMap &request, bool isKeyShown);

    [[nodiscard]] base::Result<Grant> checkKey(const QString &key) const;
    /// A token issued here, or an Ably JWT signed with the key (HS256).
    [[nodiscard]] base::Result<Grant> checkToken(const QString &token) const;
    /// 40142 when the grant has run out or was ended, 40131 when the key is revoked, else nothing.
    [[nodiscard]] std::optional<base::Error> faultOf(const Grant &grant) const;

    /// Ends every token there is now, JWTs in use included.
    void expireAll(const QStringList &tokensInUse);
    void setKeyRevoked(bool isRevoked) { m_isKeyRevoked = isRevoked; }

    /// Tokens issued: times, capability, client id; not the tokens.
    [[nodiscard]] QJsonArray toJson() const;

private:
    struct Issued {
        Grant grant;
        qint64 issuedMs = 0;
    };

    [[nodiscard]] std::optional<base::Error> refusalOf(const QString &keyName) const;
    [[nodiscard]] std::optional<base::Error> misuse(const QCborMap &request);
    [[nodiscard]] base::Result<Grant> checkJwt(const QString &token) const;
    [[nodiscard]] QByteArray macOf(const QByteArray &text) const;

    base::Clock &m_clock;
    base::Random &m_random;
    QString m_keyName;
    QString m_secret;
    bool m_isKeyRevoked = false;
    QHash<QString, Issued> m_issued;
    QHash<QString, qint64> m_nonces; ///< With the time of use; kept as long as its request could be in date.
    QSet<QString> m_ended;           ///< Tokens ended before their time.
};

} // namespace gm::sandbox
