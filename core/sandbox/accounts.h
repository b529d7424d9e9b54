/// Users, their second factors and their sessions, with Supabase's rules for refresh tokens: what the sign-in service
/// keeps in its database.
#pragma once

#include "core/base/clock.h"
#include "core/base/random.h"

#include <QHash>
#include <QJsonObject>
#include <QList>
#include <QStringList>

#include <optional>

namespace gm::sandbox
{

/// An authenticator app somebody has enrolled.
struct Factor {
    QString id; ///< UUID.
    QString friendlyName;
    QByteArray secret; ///< What the app computes its codes with.
    bool isVerified = false;
    qint64 createdMs = 0;
    qint64 updatedMs = 0;
    qint64 lastChallengedMs = 0; ///< 0: never.
};

struct User {
    QString id;    ///< UUID; also the Ably client id.
    QString email; ///< Lower case.
    QString password;
    qint64 createdMs = 0;
    qint64 lastSignInMs = 0;
    QStringList providers{QStringLiteral("email")}; ///< Ways used so far, the first one first.
    QList<Factor> factors{};

    [[nodiscard]] bool hasVerifiedFactor() const;
    /// `provider` and `providers`, in the token and in the user object.
    [[nodiscard]] QJsonObject appMetadata() const;
    /// As `GET /user` answers it.
    [[nodiscard]] QJsonObject toJson() const;
};

/// One step of a sign-in, as `amr` lists it.
struct AuthMethod {
    QString method;     ///< `password`, `otp`, `oauth`, `totp` …
    QString provider{}; ///< `google`; for `oauth` only.
    qint64 timeMs = 0;
};

/// One sign-in. Its refresh tokens form a family: each is good once, the last one is the active one.
struct Session {
    QString id;
    QString userId;
    QList<AuthMethod> methods{}; ///< Newest first.
    bool isAal2 = false;         ///< The second factor was shown.
    QStringList refreshTokens{};
    bool isRevoked = false; ///< A token was used again: none of the family is good any more; the row stays.
};

enum class RefreshVerdict {
    Rotated,     ///< A new token was added.
    ActiveAgain, ///< The parent of the active token was shown: its answer had been lost, the active one is given again.
    NotFound,
    AlreadyUsed, ///< An older one was shown: the family is revoked.
};

class Accounts
{
public:
    /// Both outlive the object.
    Accounts(base::Clock &clock, base::Random &random);

    void addUser(User user);
    [[nodiscard]] const User *userByEmail(const QString &email) const;
    [[nodiscard]] const User *userById(const QString &id) const;
    [[nodiscard]] QList<User> users() const { return m_users.values(); }

    /// Starts a session at aal1; the user exists.
    const Session &signIn(const QString &userId, AuthMethod method);
    struct Refreshed {
        RefreshVerdict verdict;
        const Session *session; ///< Null unless Rotated or ActiveAgain.
    };
    [[nodiscard]] Refreshed refresh(const QString &refreshToken);

    [[nodiscard]] const Session *session(const QString &id) const;
    [[nodiscard]] qsizetype sessionCount(const QString &userId) const;
    void endSession(const QString &id);
    /// All sessions of @p userId but @p exceptId; an empty user id means everybody's.
    void endSessions(const QString &userId, const QString &exceptId = {});

    /// @name Second factors
    /// @{
    /// Adds an unverified factor with a secret of its own. Unverified ones older than 300 s are dropped.
    const Factor &enrol(const QString &userId, const QString &friendlyName);
    [[nodiscard]] const Factor *factor(const QString &userId, const QString &factorId) const;
    void noteChallenge(const QString &userId, const QString &factorId);
    /// The code was right: the factor is verified, the session at aal2 with refresh tokens two steps further, and the
    /// user's sessions at aal1 are over.
    const Session &raise(const QString &sessionId, const QString &factorId);
    /// Takes the factor away; with a verified one the user's sessions go back to aal1.
    void unenrol(const QString &userId, const QString &factorId);
    /// @}

private:
    [[nodiscard]] QString newRefreshToken();

    base::Clock &m_clock;
    base::Random &m_random;
    QHash<QString, User> m_users;
    QHash<QString, Session> m_sessions;
};

/// A random UUID, version 4, lower case.
[[nodiscard]] QString newUuid(base::Random &random);
/// RFC 3339 in UTC with microseconds, as the database prints times; with `Z` where @p withZone.
[[nodiscard]] QString databaseTime(qint64 wallMs, bool withZone);

} // namespace gm::sandbox
