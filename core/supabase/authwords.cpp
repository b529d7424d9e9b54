#include "core/supabase/authwords.h"

#include <QCoreApplication>

#include <algorithm>

namespace gm::supabase
{

namespace
{

/// One code of Supabase.
struct Words {
    QLatin1String code;
    const char *what;
    const char *why;
    const char *next;
};

constexpr const char *again = QT_TRANSLATE_NOOP("gm::supabase::Auth", "Sign in again.");
constexpr const char *askAdministrator = QT_TRANSLATE_NOOP("gm::supabase::Auth", "Ask your administrator.");
constexpr const char *endedWhat = QT_TRANSLATE_NOOP("gm::supabase::Auth", "Your session has ended.");
constexpr const char *endedWhy = QT_TRANSLATE_NOOP("gm::supabase::Auth", "The session ended and could not be renewed.");
constexpr const char *wrongWhat = QT_TRANSLATE_NOOP("gm::supabase::Auth", "Email or password is not right.");
constexpr const char *wrongWhy = QT_TRANSLATE_NOOP("gm::supabase::Auth", "Supabase refused them.");
constexpr const char *wrongNext =
    QT_TRANSLATE_NOOP("gm::supabase::Auth", "Check both, or set a new password in the web app.");
constexpr const char *offWhat =
    QT_TRANSLATE_NOOP("gm::supabase::Auth", "This way to sign in is switched off for this Supabase project.");
constexpr const char *offNext = QT_TRANSLATE_NOOP("gm::supabase::Auth", "Choose another way to sign in.");

constexpr const char *late = QT_TRANSLATE_NOOP("gm::supabase::Auth", "The sign-in took too long, or was opened twice.");
constexpr const char *startAgain = QT_TRANSLATE_NOOP("gm::supabase::Auth", "Start the sign-in again.");
constexpr const char *freshWhat = QT_TRANSLATE_NOOP("gm::supabase::Auth", "This code cannot be used any more.");
constexpr const char *freshNext = QT_TRANSLATE_NOOP("gm::supabase::Auth", "Enter the code the app shows now.");
constexpr const char *noAccount = QT_TRANSLATE_NOOP("gm::supabase::Auth", "There is no account for this address.");
constexpr const char *ssoWhat = QT_TRANSLATE_NOOP("gm::supabase::Auth", "Your organisation manages how you sign in.");
constexpr const char *inAMoment = QT_TRANSLATE_NOOP("gm::supabase::Auth", "Try again in a moment.");
constexpr const char *busyWhat = QT_TRANSLATE_NOOP("gm::supabase::Auth", "The sign-in service is busy.");

constexpr Words table[] = {
    {QLatin1String("invalid_credentials"), wrongWhat, wrongWhy, wrongNext},
    {QLatin1String("invalid_grant"), wrongWhat, wrongWhy, wrongNext},
    {QLatin1String("email_not_confirmed"), QT_TRANSLATE_NOOP("gm::supabase::Auth", "This email is not confirmed yet."),
     "", QT_TRANSLATE_NOOP("gm::supabase::Auth", "Open the link in the mail first.")},
    {QLatin1String("phone_not_confirmed"), QT_TRANSLATE_NOOP("gm::supabase::Auth", "This phone is not confirmed yet."),
     "", QT_TRANSLATE_NOOP("gm::supabase::Auth", "Confirm it in the web app first.")},
    {QLatin1String("user_banned"), QT_TRANSLATE_NOOP("gm::supabase::Auth", "This account is suspended."), "",
     askAdministrator},
    {QLatin1String("user_not_found"), QT_TRANSLATE_NOOP("gm::supabase::Auth", "This account no longer exists."), "",
     askAdministrator},
    {QLatin1String("refresh_token_not_found"), endedWhat, endedWhy, again},
    {QLatin1String("refresh_token_already_used"), endedWhat, endedWhy, again},
    {QLatin1String("session_not_found"), endedWhat, endedWhy, again},
    {QLatin1String("session_expired"), endedWhat,
     QT_TRANSLATE_NOOP("gm::supabase::Auth", "This Supabase project limits how long a session may last."), again},
    {QLatin1String("bad_jwt"),
     QT_TRANSLATE_NOOP("gm::supabase::Auth", "Supabase does not accept this session's token."),
     QT_TRANSLATE_NOOP("gm::supabase::Auth", "It has expired, or was issued by another project."), again},
    {QLatin1String("no_authorization"), QT_TRANSLATE_NOOP("gm::supabase::Auth", "Supabase saw no session."), "", again},
    {QLatin1String("email_provider_disabled"), offWhat, "", offNext},
    {QLatin1String("phone_provider_disabled"), offWhat, "", offNext},
    {QLatin1String("provider_disabled"), offWhat, "", offNext},
    {QLatin1String("oauth_provider_not_supported"), offWhat, "", offNext},
    {QLatin1String("captcha_failed"),
     QT_TRANSLATE_NOOP("gm::supabase::Auth", "This Supabase project asks for a captcha."), "",
     QT_TRANSLATE_NOOP("gm::supabase::Auth", "Sign in through the browser instead.")},
    {QLatin1String("validation_failed"), QT_TRANSLATE_NOOP("gm::supabase::Auth", "Supabase does not accept the entry."),
     "", QT_TRANSLATE_NOOP("gm::supabase::Auth", "Check the email address.")},
    {QLatin1String("email_address_invalid"), QT_TRANSLATE_NOOP("gm::supabase::Auth", "This is not an email address."),
     "", QT_TRANSLATE_NOOP("gm::supabase::Auth", "Check the email address.")},
    {QLatin1String("weak_password"),
     QT_TRANSLATE_NOOP("gm::supabase::Auth", "This password is too weak for this Supabase project."), "",
     QT_TRANSLATE_NOOP("gm::supabase::Auth", "Set a stronger one in the web app.")},
    {QLatin1String("insufficient_aal"),
     QT_TRANSLATE_NOOP("gm::supabase::Auth", "This account asks for a second step to sign in."), "",
     QT_TRANSLATE_NOOP("gm::supabase::Auth", "Confirm with your authenticator app.")},
    {QLatin1String("conflict"), busyWhat, "", inAMoment},
    {QLatin1String("otp_expired"), QT_TRANSLATE_NOOP("gm::supabase::Auth", "The code is wrong or has expired."), "",
     QT_TRANSLATE_NOOP("gm::supabase::Auth", "Check it, or ask for a new one.")},
    {QLatin1String("otp_disabled"), noAccount,
     QT_TRANSLATE_NOOP("gm::supabase::Auth", "Or codes by email are switched off for this Supabase project."),
     askAdministrator},
    {QLatin1String("signup_disabled"), noAccount,
     QT_TRANSLATE_NOOP("gm::supabase::Auth", "This Supabase project takes no new accounts."), askAdministrator},
    {QLatin1String("email_address_not_authorized"),
     QT_TRANSLATE_NOOP("gm::supabase::Auth", "This Supabase project cannot send mail to this address."),
     QT_TRANSLATE_NOOP("gm::supabase::Auth", "Its own mail service serves members of the project only."),
     QT_TRANSLATE_NOOP("gm::supabase::Auth", "Ask whoever runs the project to set up mail of its own.")},
    {QLatin1String("anonymous_provider_disabled"), offWhat, "", offNext},
    {QLatin1String("mfa_verification_failed"), QT_TRANSLATE_NOOP("gm::supabase::Auth", "This code is not right."), "",
     QT_TRANSLATE_NOOP("gm::supabase::Auth",
                       "Enter the code the app shows now, and check the clock of the device it runs on.")},
    {QLatin1String("mfa_challenge_expired"), freshWhat, "", freshNext},
    {QLatin1String("mfa_ip_address_mismatch"), freshWhat, "", freshNext},
    {QLatin1String("mfa_factor_not_found"),
     QT_TRANSLATE_NOOP("gm::supabase::Auth", "This authenticator is no longer part of the account."), "",
     QT_TRANSLATE_NOOP("gm::supabase::Auth", "Choose another one, or sign in again.")},
    {QLatin1String("mfa_verification_rejected"),
     QT_TRANSLATE_NOOP("gm::supabase::Auth", "The sign-in was refused, and you were signed out everywhere."),
     QT_TRANSLATE_NOOP("gm::supabase::Auth", "This Supabase project has a rule of its own for second steps."),
     askAdministrator},
    {QLatin1String("mfa_totp_verify_not_enabled"),
     QT_TRANSLATE_NOOP("gm::supabase::Auth",
                       "Codes of an authenticator app are switched off for this Supabase project."),
     "", askAdministrator},
    {QLatin1String("flow_state_expired"), late, "", startAgain},
    {QLatin1String("flow_state_not_found"), late, "", startAgain},
    {QLatin1String("flow_state_already_used"), late, "", startAgain},
    {QLatin1String("bad_oauth_state"), late, "", startAgain},
    {QLatin1String("oauth_invalid_state"), late, "", startAgain},
    {QLatin1String("bad_code_verifier"),
     QT_TRANSLATE_NOOP("gm::supabase::Auth", "The answer of the browser does not fit this sign-in."), "", startAgain},
    {QLatin1String("access_denied"),
     QT_TRANSLATE_NOOP("gm::supabase::Auth", "The sign-in was cancelled, or refused by the provider."), "", startAgain},
    {QLatin1String("bad_oauth_callback"),
     QT_TRANSLATE_NOOP("gm::supabase::Auth", "The sign-in was cancelled, or refused by the provider."), "", startAgain},
    {QLatin1String("provider_email_needs_verification"),
     QT_TRANSLATE_NOOP("gm::supabase::Auth", "The email of this account is not confirmed yet."), "",
     QT_TRANSLATE_NOOP("gm::supabase::Auth", "Open the link in the mail just sent, then sign in again.")},
    {QLatin1String("user_sso_managed"), ssoWhat, "", askAdministrator},
    {QLatin1String("saml_provider_disabled"), ssoWhat, "", askAdministrator},
    {QLatin1String("sso_provider_not_found"), ssoWhat, "", askAdministrator},
    {QLatin1String("sso_provider_disabled"), ssoWhat, "", askAdministrator},
    {QLatin1String("request_timeout"), busyWhat, "", inAMoment},
    {QLatin1String("hook_timeout"), busyWhat, "", inAMoment},
    {QLatin1String("hook_timeout_after_retry"), busyWhat, "", inAMoment},
};

QString tr(const char *text)
{
    return *text == '\0' ? QString() : QCoreApplication::translate("gm::supabase::Auth", text);
}

} // namespace

void wordRefusal(base::Error &error, const QString &message)
{
    const auto *const words =
        std::find_if(std::begin(table), std::end(table), [&error](const Words &row) { return row.code == error.id; });
    if (words != std::end(table)) {
        error.what = tr(words->what);
        error.why = tr(words->why);
        error.next = tr(words->next);
        return;
    }
    error.what = tr(QT_TRANSLATE_NOOP("gm::supabase::Auth", "Supabase refused this."));
    error.why = message;
    error.next = tr(
        QT_TRANSLATE_NOOP("gm::supabase::Auth", "Try again. If it stays, quote the code to whoever runs the project."));
}

QString providerName(const QString &provider)
{
    struct Name {
        QLatin1String id;
        QLatin1String name;
    };
    static constexpr Name names[] = {
        {QLatin1String("azure"), QLatin1String("Microsoft")},
        {QLatin1String("github"), QLatin1String("GitHub")},
        {QLatin1String("gitlab"), QLatin1String("GitLab")},
        {QLatin1String("linkedin"), QLatin1String("LinkedIn")},
        {QLatin1String("linkedin_oidc"), QLatin1String("LinkedIn")},
        {QLatin1String("workos"), QLatin1String("WorkOS")},
        {QLatin1String("slack_oidc"), QLatin1String("Slack")},
    };
    const auto *const found =
        std::find_if(std::begin(names), std::end(names), [&provider](const Name &row) { return row.id == provider; });
    if (found != std::end(names))
        return found->name;
    return provider.left(1).toUpper() + provider.mid(1);
}

} // namespace gm::supabase
