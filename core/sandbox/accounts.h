/// Users and their sessions, with Supabase's rules for refresh tokens: what the sign-in service keeps in its database.
#pragma once

#include "core/base/clock.h"
#include "core/base/random.h"

#include <QHash>
#include <QJsonObject>
#include <QList>
#include <QString>

#include <optional>

namespace gm::sandbox
{

struct User {
    QString id;    ///< UUID; also the Ably client id.
    QString email; ///< Lower case.
    QString password;
    qint64 createdMs = 0;
    qint64 lastSignInMs = 0;

    /// As `GET /user` answers it.
    [[nodiscard]] QJsonObject toJson() const;
};

/// One sign-in. Its refresh tokens form a family: each is good once, the last one is the active one.
struct Session {
    QString id;
    QString userId;
    QString method; ///< `password`, `otp`: how the user signed in.
    qint64 signedInMs = 0;
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

    /// Starts a session; the user exists.
    const Session &signIn(const QString &userId, const QString &method);
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
