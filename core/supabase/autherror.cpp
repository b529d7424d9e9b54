#include "core/supabase/autherror.h"

#include "core/base/json.h"
#include "core/base/redact.h"
#include "core/supabase/authwords.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>
#include <array>

namespace gm::supabase
{

using namespace Qt::StringLiterals;
using base::Error;
using net::HttpReply;

namespace
{

constexpr qsizetype longestMessage = 200;
constexpr int mailPauseS = 60; ///< Between two mails to one user, where the service does not say.

QString tr(const char *text)
{
    return QCoreApplication::translate("gm::supabase::Auth", text);
}

QString hostOf(const QUrl &url)
{
    return url.port() > 0 ? QStringLiteral("%1:%2").arg(url.host()).arg(url.port()) : url.host();
}

/// What a refusal says, whichever shape it came in.
struct Refusal {
    QString code{};
    QString message{};
};

bool looksLikeCode(const QString &text)
{
    static const QRegularExpression form(u"^[a-z][a-z0-9_]*$"_s);
    return form.match(text).hasMatch();
}

Refusal readRefusal(const HttpReply &reply)
{
    const auto value = base::parseJson(reply.body);
    const QJsonObject body = value ? value->toObject() : QJsonObject();
    Refusal result;
    // Newer services: code. Older: error_code beside a number in code. A gateway may have kept the header only. The oldest,
    // and OAuth's errors: error. A code of five capitals and digits is the database's, not for us.
    const std::array candidates{body.value(u"code").toString(), body.value(u"error_code").toString(),
                                QString::fromLatin1(reply.header("x-sb-error-code").value_or(QByteArray())),
                                body.value(u"error").toString()};
    const auto found = std::find_if(candidates.begin(), candidates.end(), looksLikeCode);
    if (found != candidates.end())
        result.code = *found;
    else if (body.contains(u"weak_password"))
        result.code = u"weak_password"_s;
    for (const auto field : {u"msg", u"message", u"error_description", u"error"}) {
        if (result.message.isEmpty())
            result.message = base::redactText(body.value(field).toString().simplified()).left(longestMessage);
    }
    return result;
}

bool isPage(const HttpReply &reply)
{
    return reply.contentType() == "text/html" || reply.body.trimmed().startsWith('<');
}

int askedToWaitS(const HttpReply &reply, const Refusal &refusal)
{
    if (const auto header = reply.header("retry-after"))
        return std::clamp(header->toInt(), 0, 3600);
    if (!refusal.code.endsWith(u"_send_rate_limit"))
        return 0;
    static const QRegularExpression digits(u"\\b(\\d{1,4})\\b"_s);
    const auto match = digits.match(refusal.message);
    return match.hasMatch() ? match.captured(1).toInt() : mailPauseS;
}

void wordRateLimit(Error &error)
{
    error.what = tr("Too many tries.");
    error.next = error.retryAfterS > 0 ? tr("Wait %1 s, then try again.").arg(error.retryAfterS)
                                       : tr("Wait a minute, then try again.");
}

/// A refusal without any code of Supabase's: of a gateway, or of a service that is not Supabase.
void wordUnnamed(Error &error, const QString &message)
{
    error.why = message.isEmpty() ? tr("It answered %1.").arg(error.status)
                                  : tr("It answered %1 \"%2\".").arg(QString::number(error.status), message);
    if (error.status == 401 || error.status == 403) {
        error.id = message.isEmpty() ? u"GM-SUPABASE-KEY"_s : message.left(60);
        error.what = tr("The public key in the profile is not accepted.");
        error.next = tr("Copy it again from Supabase.");
        return;
    }
    error.id = u"GM-SUPABASE-%1"_s.arg(error.status);
    if (error.status == 404) {
        error.what = tr("There is no sign-in service at this address.");
        error.next = tr("Check the Supabase address in the profile.");
    } else {
        error.what = tr("Supabase refused this.");
        error.next = tr("Try again, or check the Supabase address in the profile.");
    }
}

} // namespace

Error errorFromReply(const HttpReply &reply)
{
    if (reply.status >= 300 && reply.status < 400) {
        return {.status = reply.status,
                .id = u"GM-SUPABASE-REDIRECT"_s,
                .what = tr("The Supabase address points to another address, which is not followed."),
                .why = tr("%1 answered %2.").arg(hostOf(reply.url)).arg(reply.status),
                .next = tr("If that is the right address, put it into the profile.")};
    }
    if (isPage(reply) && reply.status < 500)
        return malformedReply(reply);
    const Refusal refusal = readRefusal(reply);
    Error error{.status = reply.status, .id = refusal.code};
    error.retryAfterS = askedToWaitS(reply, refusal);
    if (reply.status == 429) {
        if (error.id.isEmpty())
            error.id = u"GM-SUPABASE-429"_s;
        wordRateLimit(error);
    } else if (reply.status >= 500) {
        if (error.id.isEmpty())
            error.id = u"GM-SUPABASE-%1"_s.arg(reply.status);
        error.what = tr("The sign-in service is busy.");
        error.why = refusal.message.isEmpty() ? tr("%1 answered %2.").arg(hostOf(reply.url)).arg(reply.status)
                                              : refusal.message;
        error.next = tr("Try again in a moment.");
    } else if (refusal.code.isEmpty()) {
        wordUnnamed(error, refusal.message);
    } else {
        wordRefusal(error, refusal.message);
    }
    return error;
}

Error errorFromFault(const Error &fault, const QUrl &url, std::chrono::seconds waited)
{
    const QString host = hostOf(url);
    const QString details = fault.why.isEmpty() ? fault.what : fault.why;
    Error error{.what = tr("Supabase does not answer."),
                .next = tr("Check the network and the address in the profile, then try again.")};
    const auto named = [&error](const QString &name, const QString &why) {
        error.id = u"GM-SUPABASE-"_s + name;
        error.why = why;
    };
    switch (fault.code) {
    case net::TimedOut:
        named(u"TIMEOUT"_s, tr("%1 gave no reply in %2 s.").arg(host).arg(waited.count()));
        break;
    case net::ConnectionRefused:
        named(u"REFUSED"_s, tr("Nothing listens at %1 (connection refused).").arg(host));
        break;
    case net::HostNotFound:
        named(u"HOST"_s, tr("The host %1 is not known.").arg(host));
        break;
    case net::TlsFailed:
        named(u"TLS"_s, tr("The certificate of %1 is not trusted.").arg(host));
        error.next = tr("Check the address in the profile, and this computer's clock and certificates.");
        break;
    case net::RedirectRefused:
        named(u"REDIRECT"_s, details);
        break;
    case net::PlainHttpRefused:
        named(u"PLAIN-HTTP"_s, tr("Plain http is used for this computer only."));
        error.what = tr("The Supabase address is not safe to use.");
        error.next = tr("Write it with https in the profile.");
        break;
    case net::ConnectionLost:
        named(u"LOST"_s, tr("%1 closed the connection before its answer was whole.").arg(host));
        break;
    default:
        named(u"NETWORK"_s, details);
        break;
    }
    return error.causedBy(fault);
}

Error malformedReply(const HttpReply &reply)
{
    if (isPage(reply)) {
        return {.status = reply.status,
                .id = u"GM-SUPABASE-HTML"_s,
                .what = tr("The address in the profile answers with a web page, so it is not Supabase."),
                .why = tr("%1 answered %2 with a page. A network with a sign-in page does that too.")
                           .arg(hostOf(reply.url))
                           .arg(reply.status),
                .next = tr("Check the Supabase address in the profile, and whether this network wants a sign-in.")};
    }
    return {.status = reply.status,
            .id = u"GM-SUPABASE-REPLY"_s,
            .what = tr("Supabase's answer cannot be understood."),
            .why = tr("%1 answered %2 with something else than expected.").arg(hostOf(reply.url)).arg(reply.status),
            .next = tr("Try again. If it stays, check the Supabase address in the profile.")};
}

Error errorFromRedirect(const QString &code, const QString &description)
{
    Error error{.id = looksLikeCode(code) ? code : u"GM-SIGNIN-REDIRECT"_s};
    wordRefusal(error, base::redactText(description.simplified()).left(longestMessage));
    return error;
}

Error sessionEndedError(const Error &cause)
{
    const QString why = cause.why.isEmpty() ? tr("The session ended and could not be renewed.") : cause.why;
    return Error{.id = u"GM-SESSION-ENDED"_s,
                 .what = tr("You have been signed out."),
                 .why = why,
                 .next = tr("Sign in again. Watching goes on where it stopped; the time between shows as a gap.")}
        .causedBy(cause);
}

bool endsTheAttempt(const Error &error)
{
    static constexpr std::array<QStringView, 7> endings{
        u"user_banned",     u"user_not_found",           u"bad_jwt", u"no_authorization", u"session_not_found",
        u"session_expired", u"mfa_verification_rejected"};
    return std::find(endings.begin(), endings.end(), error.id) != endings.end();
}

AuthFault faultOfRefresh(const Error &error)
{
    static constexpr std::array<QStringView, 5> refusedTokens{u"refresh_token_already_used", u"refresh_token_not_found",
                                                              u"session_not_found", u"validation_failed",
                                                              u"invalid_grant"};
    static constexpr std::array<QStringView, 3> endings{u"session_expired", u"user_banned", u"user_not_found"};
    static constexpr std::array<QStringView, 9> busy{u"conflict",
                                                     u"request_timeout",
                                                     u"hook_timeout",
                                                     u"hook_timeout_after_retry",
                                                     u"over_request_rate_limit",
                                                     u"unknown",
                                                     u"unexpected_failure",
                                                     u"GM-SUPABASE-HTML",
                                                     u"GM-SUPABASE-REPLY"};
    const auto isIn = [&error](const auto &list) {
        return std::find(list.begin(), list.end(), error.id) != list.end();
    };

    if (error.status >= 500 || isIn(busy))
        return AuthFault::Transient;
    if (isIn(refusedTokens))
        return AuthFault::TokenRefused;
    if (isIn(endings))
        return AuthFault::SessionOver;
    if (error.id == u"GM-SUPABASE-PLAIN-HTTP" || error.status == 401 || error.status == 403)
        return AuthFault::Configuration;
    const bool isNoAnswer = error.status < 400;
    const bool isForLater = error.status == 408 || error.status == 409 || error.status == 425 || error.status == 429;
    return isNoAnswer || isForLater ? AuthFault::Transient : AuthFault::Refused;
}

} // namespace gm::supabase
