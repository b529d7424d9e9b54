#include "core/sandbox/mfa.h"

#include "core/sandbox/httpfaults.h"
#include "core/sandbox/totp.h"

#include <algorithm>

namespace gm::sandbox
{

using namespace Qt::StringLiterals;

namespace
{

constexpr qint64 challengeLifeMs = 300'000;
constexpr qsizetype maxFactors = 10;

/// A picture where the service draws a QR code. The address itself stands beside it in the answer.
QString pictureFor(const QString &secret)
{
    return u"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"320\" height=\"40\"><text x=\"8\" y=\"26\">%1</text></svg>"_s
        .arg(secret);
}

QString otpAddress(const QString &issuer, const QString &email, const QString &secret)
{
    const QString name = QString::fromLatin1(QUrl::toPercentEncoding(issuer));
    return u"otpauth://totp/%1:%2?algorithm=SHA1&digits=6&issuer=%1&period=30&secret=%3"_s.arg(
        name, QString::fromLatin1(QUrl::toPercentEncoding(email)), secret);
}

} // namespace

struct Mfa::Subject {
    const User *user;
    const Session *session;
    const Factor *factor;
};

Mfa::Mfa(Accounts &accounts, const TokenIssuer &issuer, base::Clock &clock, base::Random &random)
    : m_accounts(accounts)
    , m_issuer(issuer)
    , m_clock(clock)
    , m_random(random)
{
}

std::variant<Mfa::Subject, SupabaseError> Mfa::subject(const SupabaseCall &call) const
{
    const auto who = m_issuer.caller(call.request);
    if (const auto *error = std::get_if<SupabaseError>(&who))
        return *error;
    const auto &[user, session] = std::get<TokenIssuer::Caller>(who);
    const Factor *factor = m_accounts.factor(user->id, call.path.value(1));
    if (!factor)
        return SupabaseError{404, u"mfa_factor_not_found"_s, u"Factor not found"_s};
    return Subject{user, session, factor};
}

SupabaseReply Mfa::enrol(const SupabaseCall &call)
{
    const auto who = m_issuer.caller(call.request);
    if (const auto *error = std::get_if<SupabaseError>(&who))
        return *error;
    const auto &[user, session] = std::get<TokenIssuer::Caller>(who);
    const QString type = call.body.value(u"factor_type"_s).toString();
    if (type == u"phone" || type == u"webauthn")
        return SupabaseError{422, u"mfa_%1_enroll_not_enabled"_s.arg(type), u"MFA enroll is disabled for it"_s};
    if (type != u"totp")
        return SupabaseError{400, u"validation_failed"_s, u"factor_type needs to be totp, phone, or webauthn"_s};
    if (user->hasVerifiedFactor() && !session->isAal2)
        return SupabaseError{403, u"insufficient_aal"_s, u"AAL2 required to enroll a new factor"_s};
    if (user->factors.size() >= maxFactors)
        return SupabaseError{422, u"too_many_enrolled_mfa_factors"_s, u"Maximum number of factors reached"_s};
    const QString name = call.body.value(u"friendly_name"_s).toString();
    const bool isTaken =
        !name.isEmpty() && std::any_of(user->factors.begin(), user->factors.end(),
                                       [&name](const Factor &factor) { return factor.friendlyName == name; });
    if (isTaken)
        return SupabaseError{422, u"mfa_factor_name_conflict"_s, u"A factor with this friendly name exists"_s};
    const QString issuer = call.body.value(u"issuer"_s).toString(u"Sandbox"_s);
    const Factor &factor = m_accounts.enrol(user->id, name);
    const QString secret = toBase32(factor.secret);
    return jsonResponse(200,
                        QJsonObject{{u"id"_s, factor.id},
                                    {u"type"_s, u"totp"_s},
                                    {u"friendly_name"_s, name},
                                    {u"totp"_s, QJsonObject{{u"qr_code"_s, pictureFor(secret)},
                                                            {u"secret"_s, secret},
                                                            {u"uri"_s, otpAddress(issuer, user->email, secret)}}}});
}

SupabaseReply Mfa::challenge(const SupabaseCall &call)
{
    const auto found = subject(call);
    if (const auto *error = std::get_if<SupabaseError>(&found))
        return *error;
    const Subject &who = std::get<Subject>(found);
    const QString id = newUuid(m_random);
    const qint64 expiresMs = m_clock.wallMs() + challengeLifeMs;
    m_challenges.insert(id, {.factorId = who.factor->id, .expiresMs = expiresMs});
    m_accounts.noteChallenge(who.user->id, who.factor->id);
    return jsonResponse(200, QJsonObject{{u"id"_s, id}, {u"type"_s, u"totp"_s}, {u"expires_at"_s, expiresMs / 1000}});
}

SupabaseReply Mfa::verify(const SupabaseCall &call)
{
    const auto found = subject(call);
    if (const auto *error = std::get_if<SupabaseError>(&found))
        return *error;
    const Subject &who = std::get<Subject>(found);
    const auto challenge = m_challenges.find(call.body.value(u"challenge_id"_s).toString());
    if (challenge == m_challenges.end() || challenge->factorId != who.factor->id)
        return SupabaseError{404, u"mfa_factor_not_found"_s, u"MFA factor with the provided challenge ID not found"_s};
    // The service tells a used challenge and one from another address by the same code.
    if (challenge->isUsed)
        return SupabaseError{422, u"mfa_ip_address_mismatch"_s, u"Challenge and verify IP addresses mismatch"_s};
    if (m_clock.wallMs() > challenge->expiresMs)
        return SupabaseError{422, u"mfa_challenge_expired"_s, u"The MFA challenge has expired, create a new one"_s};
    if (!isTotpCode(who.factor->secret, call.body.value(u"code"_s).toString().trimmed(), m_clock.wallMs()))
        return SupabaseError{422, u"mfa_verification_failed"_s, u"Invalid TOTP code entered"_s};
    challenge->isUsed = true;
    return m_issuer.sessionResponse(m_accounts.raise(who.session->id, who.factor->id));
}

SupabaseReply Mfa::unenrol(const SupabaseCall &call)
{
    const auto found = subject(call);
    if (const auto *error = std::get_if<SupabaseError>(&found))
        return *error;
    const Subject &who = std::get<Subject>(found);
    if (who.factor->isVerified && !who.session->isAal2)
        return SupabaseError{422, u"insufficient_aal"_s, u"AAL2 required to unenroll verified factor"_s};
    const QString id = who.factor->id;
    m_accounts.unenrol(who.user->id, id);
    return jsonResponse(200, QJsonObject{{u"id"_s, id}});
}

} // namespace gm::sandbox
