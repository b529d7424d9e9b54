/// The signed-in user as a value: tokens, how long they last, and the record that goes into the keychain.
#pragma once

#include "core/base/result.h"
#include "core/base/secret.h"

#include <QByteArray>
#include <QList>
#include <QMetaType>

#include <chrono>
#include <optional>

class QJsonObject;

namespace gm::base
{
class Clock;
}

namespace gm::supabase
{

/// A second step an account has set up.
struct Factor {
    QString id{};
    QString type{}; ///< `totp`, `phone`, `webauthn`, or one that is newer than this program.
    QString name{}; ///< As its owner called it; may be empty.
};

/// The verified factors in a user object; what Supabase does not list there is not asked for.
[[nodiscard]] QList<Factor> readFactors(const QJsonObject &user);

/// One pair of tokens and its life. The life is counted on the monotonic clock from the moment the reply came, so a wrong
/// wall clock neither shortens nor lengthens it; the server's own time is used after a restart only.
struct Session {
    base::Secret accessToken{};
    base::Secret refreshToken{};
    QString userId{};
    QString email{};
    qint64 expiresAtMs = 0;                  ///< By the server's clock, ms since 1970 UTC.
    std::chrono::seconds lifetime{};         ///< `expires_in` of the reply.
    std::chrono::milliseconds issued{};      ///< Clock::now() when the reply came; before it, for a restored session.
    std::chrono::milliseconds expires{};     ///< Clock::now() at which the access token is over.
    std::chrono::milliseconds clockOffset{}; ///< The server's clock minus ours, from its `Date` header; 0: not known.
    QList<Factor> factors{};                 ///< Of a token reply; empty for a restored session.

    /// True for a session of the first step (`aal1`) of an account that has a second one.
    [[nodiscard]] bool needsSecondStep() const;
    /// How long before `expires` a refresh is due: 90 s; for lives under 180 s the larger of 10 s and a third; never more
    /// than half the life.
    [[nodiscard]] std::chrono::milliseconds refreshMargin() const;
    [[nodiscard]] bool isRefreshDue(std::chrono::milliseconds now) const { return now >= expires - refreshMargin(); }
    [[nodiscard]] bool isExpired(std::chrono::milliseconds now) const { return now >= expires; }
};

/// Reads a token reply (status 200). @p serverMs is the reply's `Date`, where it had one. Fails with
/// `GM-SUPABASE-REPLY`, which is transient, when a token, the life or the user is missing.
[[nodiscard]] base::Result<Session> readSession(const QJsonObject &reply, std::optional<qint64> serverMs,
                                                const base::Clock &clock);

/// The keychain's record: small, versioned JSON. @p project guards against a record of another Supabase project.
[[nodiscard]] base::Secret toRecord(const Session &session, const QString &project);
/// Fails with `GM-SESSION-RECORD` for a damaged record, a newer version or another project.
[[nodiscard]] base::Result<Session> fromRecord(const base::Secret &record, const QString &project,
                                               const base::Clock &clock);

/// What an access token says about itself. For showing only: nothing is verified here.
struct TokenClaims {
    QString subject{};
    QString email{};
    QString role{};
    QString issuer{};
    QString assurance{}; ///< `aal1` or `aal2`.
    QString method{};    ///< How the user signed in: `password`, `otp`, `oauth`…; the second step is not counted.
    QString provider{};  ///< With `oauth`: `google`…
    qint64 issuedAtMs = 0;
    qint64 expiresAtMs = 0;
};

/// The payload of a JWT; nothing when the text is not three base64url parts around a JSON object.
[[nodiscard]] std::optional<TokenClaims> readClaims(const base::Secret &token);

} // namespace gm::supabase

Q_DECLARE_METATYPE(gm::supabase::Session)
