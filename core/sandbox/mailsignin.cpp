#include "core/sandbox/mailsignin.h"

#include "core/sandbox/httpfaults.h"
#include "core/sandbox/oauthsignin.h"
#include "core/sandbox/redirects.h"

namespace gm::sandbox
{

using namespace Qt::StringLiterals;

namespace
{

SupabaseError expired()
{
    return {403, u"otp_expired"_s, u"Token has expired or is invalid"_s};
}

/// The types under which the code of a known, confirmed user is accepted.
bool isSignInType(const QString &type)
{
    return type == u"email" || type == u"magiclink";
}

} // namespace

MailSignIn::MailSignIn(Accounts &accounts, FlowStates &flows, const TokenIssuer &issuer, Mailbox &mailbox,
                       QString verifyUrl)
    : m_accounts(accounts)
    , m_flows(flows)
    , m_issuer(issuer)
    , m_mailbox(mailbox)
    , m_verifyUrl(std::move(verifyUrl))
{
}

SupabaseReply MailSignIn::send(const SupabaseCall &call)
{
    const QString email = call.body.value(u"email"_s).toString().trimmed().toLower();
    if (email.isEmpty())
        return SupabaseError{400, u"validation_failed"_s, u"An email address is needed."_s};
    const auto pkce = Pkce::read(call.body.value(u"code_challenge"_s).toString(),
                                 call.body.value(u"code_challenge_method"_s).toString());
    if (const auto *error = std::get_if<SupabaseError>(&pkce))
        return *error;
    if (!m_accounts.userByEmail(email)) {
        // Sign-up is off here, so an unknown address gets no account either way.
        return call.body.value(u"create_user"_s).toBool(true)
                   ? SupabaseError{422, u"signup_disabled"_s, u"Signups not allowed for this instance"_s}
                   : SupabaseError{422, u"otp_disabled"_s, u"Signups not allowed for otp"_s};
    }
    if (const int wait = m_mailbox.secondsToWait(email); wait > 0)
        return SupabaseError{429, u"over_email_send_rate_limit"_s,
                             u"A mail was sent a moment ago, ask again after %1 seconds."_s.arg(wait)};
    m_mailbox.sendCode(email, {.verifyUrl = m_verifyUrl,
                               .redirectTo = allowedRedirect(call.queryValue(u"redirect_to"_s)),
                               .pkce = std::get<Pkce>(pkce)});
    return jsonResponse(200, QJsonObject());
}

SupabaseReply MailSignIn::verify(const SupabaseCall &call)
{
    const QString type = call.body.value(u"type"_s).toString();
    const QString email = call.body.value(u"email"_s).toString().trimmed().toLower();
    const QString code = call.body.value(u"token"_s).toString().trimmed();
    const QString hash = call.body.value(u"token_hash"_s).toString();
    const bool isByCode = !email.isEmpty() && !code.isEmpty();
    if (type.isEmpty() || isByCode == !hash.isEmpty())
        return SupabaseError{400, u"validation_failed"_s,
                             u"Type and either email and token or token_hash are needed."_s};
    if (!isSignInType(type))
        return expired();
    const auto spent = isByCode ? m_mailbox.redeem(email, code) : m_mailbox.redeemLink(hash);
    const User *user = spent ? m_accounts.userByEmail(spent->email) : nullptr;
    if (!user)
        return expired();
    return m_issuer.sessionResponse(m_accounts.signIn(user->id, {.method = u"otp"_s}));
}

SupabaseReply MailSignIn::follow(const SupabaseCall &call)
{
    const QString token = call.queryValue(u"token"_s);
    if (token.isEmpty() || call.queryValue(u"type"_s).isEmpty())
        return SupabaseError{400, u"validation_failed"_s, u"Verify requires a token and a type"_s};
    const auto spent = m_mailbox.redeemLink(token);
    const User *user = spent ? m_accounts.userByEmail(spent->email) : nullptr;
    if (!user) {
        const QUrl back = allowedRedirect(call.queryValue(u"redirect_to"_s));
        const RedirectFields fields{{u"error"_s, u"access_denied"_s},
                                    {u"error_code"_s, u"otp_expired"_s},
                                    {u"error_description"_s, u"Email link is invalid or has expired"_s}};
        // Only where the client holds a verifier can it be listening for a query.
        return token.startsWith(u"pkce_") ? redirectResponse(303, back, fields)
                                          : redirectResponse(303, back, {}, fields);
    }
    const QString id = m_flows.begin({.method = {.method = spent->pkce.isEmpty() ? u"otp"_s : u"magiclink"_s},
                                      .redirectTo = spent->redirectTo,
                                      .pkce = spent->pkce,
                                      .userId = user->id});
    const Flow flow = *m_flows.find(id);
    m_flows.forget(id);
    return signedInRedirect(303, flow, m_accounts, m_flows, m_issuer, u"magiclink"_s);
}

} // namespace gm::sandbox
