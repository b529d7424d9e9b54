#include "core/sandbox/accounts.h"

#include <QJsonArray>
#include <QUuid>

#include <algorithm>

namespace gm::sandbox
{

using namespace Qt::StringLiterals;

namespace
{

QJsonObject identityOf(const User &user, const QString &created, const QString &lastSignIn)
{
    return {{u"identity_id"_s, user.id},
            {u"id"_s, user.id},
            {u"user_id"_s, user.id},
            {u"identity_data"_s, QJsonObject{{u"email"_s, user.email}, {u"sub"_s, user.id}}},
            {u"provider"_s, u"email"_s},
            {u"email"_s, user.email},
            {u"last_sign_in_at"_s, lastSignIn},
            {u"created_at"_s, created},
            {u"updated_at"_s, created}};
}

} // namespace

QString newUuid(base::Random &random)
{
    QByteArray bytes = random.bytes(16);
    bytes[6] = char((bytes[6] & 0x0f) | 0x40);
    bytes[8] = char((bytes[8] & 0x3f) | 0x80);
    return QUuid::fromRfc4122(bytes).toString(QUuid::WithoutBraces);
}

QString databaseTime(qint64 wallMs, bool withZone)
{
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(wallMs, Qt::UTC);
    const QString text = time.toString(u"yyyy-MM-ddTHH:mm:ss.zzz"_s) + u"000"_s;
    return withZone ? QString(text + u'Z') : text;
}

QJsonObject User::toJson() const
{
    const QString created = databaseTime(createdMs, true);
    const QString lastSignIn = databaseTime(lastSignInMs, true);
    return {{u"id"_s, id},
            {u"aud"_s, u"authenticated"_s},
            {u"role"_s, u"authenticated"_s},
            {u"email"_s, email},
            {u"phone"_s, QString(u""_s)},
            {u"email_confirmed_at"_s, created},
            {u"confirmed_at"_s, created},
            {u"last_sign_in_at"_s, lastSignIn},
            {u"app_metadata"_s, QJsonObject{{u"provider"_s, u"email"_s}, {u"providers"_s, QJsonArray{u"email"_s}}}},
            {u"user_metadata"_s, QJsonObject{}},
            {u"identities"_s, QJsonArray{identityOf(*this, created, lastSignIn)}},
            {u"created_at"_s, created},
            {u"updated_at"_s, lastSignIn},
            {u"is_anonymous"_s, false}};
}

Accounts::Accounts(base::Clock &clock, base::Random &random)
    : m_clock(clock)
    , m_random(random)
{
}

void Accounts::addUser(User user)
{
    user.createdMs = m_clock.wallMs();
    user.lastSignInMs = user.createdMs;
    const QString id = user.id;
    m_users.insert(id, std::move(user));
}

const User *Accounts::userByEmail(const QString &email) const
{
    const QString wanted = email.trimmed().toLower();
    const auto found =
        std::find_if(m_users.begin(), m_users.end(), [&wanted](const User &user) { return user.email == wanted; });
    return found == m_users.end() ? nullptr : &*found;
}

const User *Accounts::userById(const QString &id) const
{
    const auto found = m_users.find(id);
    return found == m_users.end() ? nullptr : &*found;
}

const Session &Accounts::signIn(const QString &userId, const QString &method)
{
    const qint64 now = m_clock.wallMs();
    m_users[userId].lastSignInMs = now;
    const QString id = newUuid(m_random);
    const Session session{
        .id = id, .userId = userId, .method = method, .signedInMs = now, .refreshTokens = {newRefreshToken()}};
    return *m_sessions.insert(id, session);
}

Accounts::Refreshed Accounts::refresh(const QString &refreshToken)
{
    const auto found = std::find_if(m_sessions.begin(), m_sessions.end(), [&refreshToken](const Session &session) {
        return session.refreshTokens.contains(refreshToken);
    });
    if (found == m_sessions.end())
        return {RefreshVerdict::NotFound, nullptr};
    Session &session = *found;
    const qsizetype age = session.refreshTokens.size() - 1 - session.refreshTokens.indexOf(refreshToken);
    if (session.isRevoked || age > 1) {
        session.isRevoked = true;
        return {RefreshVerdict::AlreadyUsed, nullptr};
    }
    if (age == 1)
        return {RefreshVerdict::ActiveAgain, &session};
    session.refreshTokens.append(newRefreshToken());
    return {RefreshVerdict::Rotated, &session};
}

const Session *Accounts::session(const QString &id) const
{
    const auto found = m_sessions.find(id);
    return found == m_sessions.end() ? nullptr : &*found;
}

qsizetype Accounts::sessionCount(const QString &userId) const
{
    return std::count_if(m_sessions.begin(), m_sessions.end(),
                         [&userId](const Session &session) { return session.userId == userId; });
}

void Accounts::endSession(const QString &id)
{
    m_sessions.remove(id);
}

void Accounts::endSessions(const QString &userId, const QString &exceptId)
{
    m_sessions.removeIf([&](const auto &entry) {
        return (userId.isEmpty() || entry.value().userId == userId) && entry.key() != exceptId;
    });
}

QString Accounts::newRefreshToken()
{
    constexpr QStringView letters = u"abcdefghijklmnopqrstuvwxyz0123456789";
    QString token;
    for (int i = 0; i < 12; ++i)
        token += letters[m_random.below(quint32(letters.size()))];
    return token;
}

} // namespace gm::sandbox
