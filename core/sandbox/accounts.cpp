#include "core/sandbox/accounts.h"

#include <QJsonArray>
#include <QUuid>

#include <algorithm>

namespace gm::sandbox
{

using namespace Qt::StringLiterals;

namespace
{

constexpr qint64 unverifiedLifeMs = 300'000;
constexpr int secretBytes = 20; // 32 letters in base32, as the service makes them

QJsonObject identityOf(const User &user, const QString &provider)
{
    const QString created = databaseTime(user.createdMs, true);
    return {{u"identity_id"_s, user.id},
            {u"id"_s, user.id},
            {u"user_id"_s, user.id},
            {u"identity_data"_s, QJsonObject{{u"email"_s, user.email}, {u"sub"_s, user.id}}},
            {u"provider"_s, provider},
            {u"email"_s, user.email},
            {u"last_sign_in_at"_s, databaseTime(user.lastSignInMs, true)},
            {u"created_at"_s, created},
            {u"updated_at"_s, created}};
}

QJsonObject factorJson(const Factor &factor)
{
    QJsonObject json{{u"id"_s, factor.id},
                     {u"factor_type"_s, u"totp"_s},
                     {u"status"_s, factor.isVerified ? u"verified"_s : u"unverified"_s},
                     {u"phone"_s, QString(u""_s)},
                     {u"created_at"_s, databaseTime(factor.createdMs, true)},
                     {u"updated_at"_s, databaseTime(factor.updatedMs, true)}};
    if (!factor.friendlyName.isEmpty())
        json.insert(u"friendly_name"_s, factor.friendlyName);
    if (factor.lastChallengedMs != 0)
        json.insert(u"last_challenged_at"_s, databaseTime(factor.lastChallengedMs, true));
    return json;
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

bool User::hasVerifiedFactor() const
{
    return std::any_of(factors.begin(), factors.end(), [](const Factor &factor) { return factor.isVerified; });
}

QJsonObject User::appMetadata() const
{
    return {{u"provider"_s, providers.first()}, {u"providers"_s, QJsonArray::fromStringList(providers)}};
}

QJsonObject User::toJson() const
{
    const QString created = databaseTime(createdMs, true);
    const QString lastSignIn = databaseTime(lastSignInMs, true);
    QJsonArray identities;
    for (const QString &provider : providers)
        identities.append(identityOf(*this, provider));
    QJsonObject json{{u"id"_s, id},
                     {u"aud"_s, u"authenticated"_s},
                     {u"role"_s, u"authenticated"_s},
                     {u"email"_s, email},
                     {u"phone"_s, QString(u""_s)},
                     {u"email_confirmed_at"_s, created},
                     {u"confirmed_at"_s, created},
                     {u"last_sign_in_at"_s, lastSignIn},
                     {u"app_metadata"_s, appMetadata()},
                     {u"user_metadata"_s, QJsonObject{}},
                     {u"identities"_s, identities},
                     {u"created_at"_s, created},
                     {u"updated_at"_s, lastSignIn},
                     {u"is_anonymous"_s, false}};
    QJsonArray listed;
    for (const Factor &factor : factors)
        listed.append(factorJson(factor));
    if (!listed.isEmpty())
        json.insert(u"factors"_s, listed);
    return json;
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

const Session &Accounts::signIn(const QString &userId, AuthMethod method)
{
    User &user = m_users[userId];
    user.lastSignInMs = m_clock.wallMs();
    if (!method.provider.isEmpty() && !user.providers.contains(method.provider))
        user.providers.append(method.provider);
    method.timeMs = user.lastSignInMs;
    const QString id = newUuid(m_random);
    const Session session{.id = id, .userId = userId, .methods = {method}, .refreshTokens = {newRefreshToken()}};
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

const Factor &Accounts::enrol(const QString &userId, const QString &friendlyName)
{
    const qint64 now = m_clock.wallMs();
    QList<Factor> &factors = m_users[userId].factors;
    factors.removeIf([now](const Factor &old) { return !old.isVerified && now > old.createdMs + unverifiedLifeMs; });
    factors.append({.id = newUuid(m_random),
                    .friendlyName = friendlyName,
                    .secret = m_random.bytes(secretBytes),
                    .createdMs = now,
                    .updatedMs = now});
    return factors.last();
}

const Factor *Accounts::factor(const QString &userId, const QString &factorId) const
{
    const User *user = userById(userId);
    if (!user)
        return nullptr;
    const auto found = std::find_if(user->factors.begin(), user->factors.end(),
                                    [&factorId](const Factor &factor) { return factor.id == factorId; });
    return found == user->factors.end() ? nullptr : &*found;
}

void Accounts::noteChallenge(const QString &userId, const QString &factorId)
{
    for (Factor &factor : m_users[userId].factors) {
        if (factor.id == factorId)
            factor.lastChallengedMs = m_clock.wallMs();
    }
}

const Session &Accounts::raise(const QString &sessionId, const QString &factorId)
{
    const qint64 now = m_clock.wallMs();
    Session &session = m_sessions[sessionId];
    User &user = m_users[session.userId];
    for (Factor &factor : user.factors) {
        if (factor.id == factorId && !factor.isVerified) {
            factor.isVerified = true;
            factor.updatedMs = now;
        }
    }
    user.factors.removeIf([](const Factor &other) { return !other.isVerified; });
    session.isAal2 = true;
    session.methods.removeIf([](const AuthMethod &method) { return method.method == u"totp"; });
    session.methods.prepend({.method = u"totp"_s, .timeMs = now});
    // Two steps: whoever loses this answer shows a token that counts as stolen.
    session.refreshTokens << newRefreshToken() << newRefreshToken();
    m_sessions.removeIf(
        [&user](const auto &entry) { return entry.value().userId == user.id && !entry.value().isAal2; });
    return m_sessions[sessionId];
}

void Accounts::unenrol(const QString &userId, const QString &factorId)
{
    const Factor *leaving = factor(userId, factorId);
    if (!leaving)
        return;
    const bool wasVerified = leaving->isVerified;
    m_users[userId].factors.removeIf([&factorId](const Factor &factor) { return factor.id == factorId; });
    if (!wasVerified)
        return;
    for (Session &session : m_sessions) {
        if (session.userId != userId)
            continue;
        session.isAal2 = false;
        session.methods.removeIf([](const AuthMethod &method) { return method.method == u"totp"; });
    }
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
