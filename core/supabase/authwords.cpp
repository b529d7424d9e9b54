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
    {QLatin1String("conflict"), QT_TRANSLATE_NOOP("gm::supabase::Auth", "The sign-in service is busy."), "",
     QT_TRANSLATE_NOOP("gm::supabase::Auth", "Try again in a moment.")},
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

} // namespace gm::supabase
