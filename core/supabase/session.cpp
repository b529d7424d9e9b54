#include "core/supabase/session.h"

#include "core/base/clock.h"
#include "core/base/json.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace gm::supabase
{

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using base::Error;
using base::JsonReader;
using base::Result;
using base::Secret;

namespace
{

constexpr int recordVersion = 1;

QString tr(const char *text)
{
    return QCoreApplication::translate("gm::supabase::Session", text);
}

Error incomplete(const QString &field)
{
    return {.status = 200,
            .id = QStringLiteral("GM-SUPABASE-REPLY"),
            .what = tr("Supabase's answer is not a session."),
            .why = tr("The field \"%1\" is missing or of another type.").arg(field),
            .next = tr("Try again. If it stays, check the Supabase address in the profile.")};
}

Error damagedRecord(const QString &why)
{
    return {.id = QStringLiteral("GM-SESSION-RECORD"),
            .what = tr("The session in the keychain cannot be used."),
            .why = why,
            .next = tr("Sign in again.")};
}

/// The entry of `amr` that began the session, as an object also where a hook has made it a plain text. With `oauth` the
/// provider is filled in from the account where the entry does not name it.
QJsonObject firstMethod(const QJsonObject &claims)
{
    const QJsonArray entries = claims.value(u"amr").toArray();
    for (const QJsonValue &entry : entries) {
        QJsonObject method = entry.isObject() ? entry.toObject() : QJsonObject{{u"method"_s, entry}};
        const QString name = method.value(u"method").toString();
        if (name == u"totp" || name.startsWith(u"mfa/") || name == u"token_refresh")
            continue;
        if (name == u"oauth" && !method.contains(u"provider"))
            method.insert(u"provider"_s, claims.value(u"app_metadata")[u"provider"]);
        return method;
    }
    return {};
}

} // namespace

std::chrono::milliseconds Session::refreshMargin() const
{
    const std::chrono::milliseconds life = lifetime;
    const std::chrono::milliseconds wanted = life < 180s ? std::max<std::chrono::milliseconds>(10s, life / 3) : 90s;
    return std::min(wanted, life / 2);
}

bool Session::needsSecondStep() const
{
    if (factors.isEmpty())
        return false;
    const auto claims = readClaims(accessToken);
    return !claims || claims->assurance != u"aal2";
}

QList<Factor> readFactors(const QJsonObject &user)
{
    QList<Factor> factors;
    const QJsonArray items = user.value(u"factors").toArray();
    for (const QJsonValue &item : items) {
        const JsonReader factor(item.toObject());
        if (factor.textOr(u"status") == u"verified" && !factor.textOr(u"id").isEmpty()) {
            factors.append(Factor{.id = factor.textOr(u"id"),
                                  .type = factor.textOr(u"factor_type"),
                                  .name = factor.textOr(u"friendly_name")});
        }
    }
    return factors;
}

Result<Session> readSession(const QJsonObject &reply, std::optional<qint64> serverMs, const base::Clock &clock)
{
    const JsonReader reader(reply);
    for (const QString &field : {QStringLiteral("access_token"), QStringLiteral("refresh_token")}) {
        if (reader.textOr(field).isEmpty())
            return incomplete(field);
    }
    const qint64 lifeS = reader.integerOr(u"expires_in");
    if (lifeS <= 0)
        return incomplete(QStringLiteral("expires_in"));
    const JsonReader user(reply.value(u"user").toObject());
    if (user.textOr(u"id").isEmpty())
        return incomplete(QStringLiteral("user"));

    Session session{.accessToken = Secret(reader.textOr(u"access_token")),
                    .refreshToken = Secret(reader.textOr(u"refresh_token")),
                    .userId = user.textOr(u"id"),
                    .email = user.textOr(u"email"),
                    .lifetime = std::chrono::seconds(lifeS),
                    .issued = clock.now(),
                    .expires = clock.now() + std::chrono::seconds(lifeS),
                    .factors = readFactors(user.raw())};
    if (!serverMs) {
        // The moment of issue is the server's own word on what time it is.
        if (const auto claims = readClaims(session.accessToken); claims && claims->issuedAtMs > 0)
            serverMs = claims->issuedAtMs;
    }
    if (serverMs)
        session.clockOffset = std::chrono::milliseconds(*serverMs - clock.wallMs());
    const qint64 toldS = reader.integerOr(u"expires_at");
    session.expiresAtMs = toldS > 0 ? toldS * 1000 : clock.wallMs() + session.clockOffset.count() + lifeS * 1000;
    return session;
}

Secret toRecord(const Session &session, const QString &project)
{
    const QJsonObject record{{QStringLiteral("v"), recordVersion},
                             {QStringLiteral("project"), project},
                             {QStringLiteral("user_id"), session.userId},
                             {QStringLiteral("email"), session.email},
                             {QStringLiteral("access_token"), session.accessToken.reveal()},
                             {QStringLiteral("refresh_token"), session.refreshToken.reveal()},
                             {QStringLiteral("expires_at"), session.expiresAtMs / 1000},
                             {QStringLiteral("expires_in"), qint64(session.lifetime.count())},
                             {QStringLiteral("clock_offset"), qint64(session.clockOffset.count())}};
    return Secret(QString::fromUtf8(QJsonDocument(record).toJson(QJsonDocument::Compact)));
}

Result<Session> fromRecord(const Secret &record, const QString &project, const base::Clock &clock)
{
    const Result<QJsonValue> value = base::parseJson(record.reveal().toUtf8());
    if (!value || !value->isObject())
        return damagedRecord(tr("It is damaged."));
    const JsonReader reader(value->toObject());
    if (reader.integerOr(u"v") != recordVersion)
        return damagedRecord(tr("Another version of this program wrote it."));
    if (reader.textOr(u"project") != project)
        return damagedRecord(tr("It belongs to another Supabase project."));
    Session session{.accessToken = Secret(reader.textOr(u"access_token")),
                    .refreshToken = Secret(reader.textOr(u"refresh_token")),
                    .userId = reader.textOr(u"user_id"),
                    .email = reader.textOr(u"email"),
                    .expiresAtMs = reader.integerOr(u"expires_at") * 1000,
                    .lifetime = std::chrono::seconds(reader.integerOr(u"expires_in")),
                    .clockOffset = std::chrono::milliseconds(reader.integerOr(u"clock_offset"))};
    if (session.accessToken.isEmpty() || session.refreshToken.isEmpty() || session.lifetime <= 0s)
        return damagedRecord(tr("It is damaged."));
    const qint64 serverNowMs = clock.wallMs() + session.clockOffset.count();
    // A clock that was set back must not make a token live longer than it ever could.
    const auto left = std::min<std::chrono::milliseconds>(std::chrono::milliseconds(session.expiresAtMs - serverNowMs),
                                                          session.lifetime);
    session.expires = clock.now() + left;
    session.issued = session.expires - session.lifetime;
    return session;
}

std::optional<TokenClaims> readClaims(const Secret &token)
{
    const QByteArrayList parts = token.reveal().toUtf8().split('.');
    if (parts.size() != 3)
        return std::nullopt;
    const auto payload =
        QByteArray::fromBase64Encoding(parts[1], QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals |
                                                     QByteArray::AbortOnBase64DecodingErrors);
    if (!payload)
        return std::nullopt;
    const Result<QJsonValue> value = base::parseJson(*payload);
    if (!value || !value->isObject())
        return std::nullopt;
    const JsonReader reader(value->toObject());
    const QJsonObject first = firstMethod(value->toObject());
    return TokenClaims{.subject = reader.textOr(u"sub"),
                       .email = reader.textOr(u"email"),
                       .role = reader.textOr(u"role"),
                       .issuer = reader.textOr(u"iss"),
                       .assurance = reader.textOr(u"aal"),
                       .method = first.value(u"method").toString(),
                       .provider = first.value(u"provider").toString(),
                       .issuedAtMs = reader.integerOr(u"iat") * 1000,
                       .expiresAtMs = reader.integerOr(u"exp") * 1000};
}

} // namespace gm::supabase
