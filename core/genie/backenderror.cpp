#include "core/genie/backenderror.h"

#include "core/base/json.h"
#include "core/base/redact.h"

#include <QCoreApplication>

namespace gm::genie
{

using base::Error;

namespace
{

constexpr qsizetype longestDetail = 200;

QString tr(const char *text)
{
    return QCoreApplication::translate("gm::genie::Backend", text);
}

QString hostOf(const QUrl &url)
{
    return url.port() > 0 ? QStringLiteral("%1:%2").arg(url.host()).arg(url.port()) : url.host();
}

QString areaPrefix(BackendArea area)
{
    switch (area) {
    case BackendArea::Token:
        return QStringLiteral("GM-TOKEN-");
    case BackendArea::Conversation:
        return QStringLiteral("GM-CONVERSATION-");
    case BackendArea::General:
        break;
    }
    return QStringLiteral("GM-BACKEND-");
}

QString answered(int status, const QString &detail)
{
    if (detail.isEmpty())
        return tr("It answered %1.").arg(status);
    return tr("It answered %1 \"%2\".").arg(QString::number(status), detail);
}

Error sessionRefused(const QString &detail)
{
    const QString why =
        detail.isEmpty()
            ? tr("It answered 401, so it likely belongs to another Supabase project or has another JWT secret.")
            : tr("It answered 401 \"%1\", so it likely belongs to another Supabase project or has another JWT secret.")
                  .arg(detail);
    return {.status = 401,
            .id = QStringLiteral("GM-BACKEND-401"),
            .what = tr("The backend does not accept your session."),
            .why = why,
            .next = tr("Check that profile and backend name the same Supabase project.")};
}

void wordToken(Error &error, const QString &detail)
{
    error.what = tr("The backend gives no Ably token.");
    if (error.status == 403) {
        error.next =
            tr("Check that this account may use Genie, and that profile and backend name the same Supabase project.");
    } else if (error.status == 404) {
        error.why = tr("It answered 404: there is no /api/chat/realtime/token at this address.");
        error.next = tr("Check the backend's address in the profile, and that its version has realtime events.");
    } else if (error.status == 500) {
        error.why = detail.isEmpty() ? tr("It answered 500. Most often ABLY_API_KEY is missing.")
                                     : tr("It answered 500 \"%1\". Most often ABLY_API_KEY is missing.").arg(detail);
        error.next = tr("Set it in backend/.env, restart the backend, and try again.");
    }
}

void wordConversation(Error &error)
{
    error.what = tr("There is no such conversation for you.");
    error.next = tr("Compare the id with the address bar of the web app.");
    if (error.status == 404)
        error.why = tr("The backend answered 404: it knows no conversation with this id.");
    else if (error.status == 403)
        error.why = tr("The backend answered 403: it belongs to someone else.");
    else
        error.why = tr("The backend answered %1: this is not an id.").arg(error.status);
}

} // namespace

Error backendFault(const Error &fault, const QUrl &url, std::chrono::seconds waited)
{
    const QString host = hostOf(url);
    const QString details = fault.why.isEmpty() ? fault.what : fault.why;
    Error error{.what = tr("The backend does not answer."),
                .next = tr("Check the network and the backend's address in the profile, then try again.")};
    const auto named = [&error](const QString &name, const QString &why) {
        error.id = QStringLiteral("GM-BACKEND-") + name;
        error.why = why;
    };
    switch (fault.code) {
    case net::ConnectionRefused:
        named(QStringLiteral("REFUSED"), tr("Nothing listens at %1 (connection refused).").arg(host));
        error.next = tr("Start the backend, or correct its address in the profile.");
        break;
    case net::TimedOut:
        named(QStringLiteral("TIMEOUT"), tr("%1 gave no reply in %2 s.").arg(host).arg(waited.count()));
        break;
    case net::HostNotFound:
        named(QStringLiteral("HOST"), tr("The host %1 is not known.").arg(host));
        break;
    case net::TlsFailed:
        named(QStringLiteral("TLS"), tr("The certificate of %1 is not trusted.").arg(host));
        error.next = tr("Check the backend's address in the profile, and this computer's clock and certificates.");
        break;
    case net::ReplyTooLarge:
        named(QStringLiteral("TOO-LARGE"), fault.what);
        error.what = tr("The backend's answer is too long to be right.");
        break;
    case net::RedirectRefused:
        named(QStringLiteral("REDIRECT"), details);
        error.what = tr("The backend points to another address, which is not followed.");
        error.next = tr("If that is the right address, put it into the profile.");
        break;
    case net::PlainHttpRefused:
        named(QStringLiteral("PLAIN-HTTP"), tr("Plain http is used for this computer only."));
        error.what = tr("The backend's address is not safe to use.");
        error.next = tr("Write the backend's address with https in the profile.");
        break;
    case net::ConnectionLost:
        named(QStringLiteral("LOST"), tr("%1 closed the connection before its answer was whole.").arg(host));
        break;
    default:
        named(QStringLiteral("NETWORK"), details);
        break;
    }
    return error.causedBy(fault);
}

Error backendRefusal(const net::HttpReply &reply, BackendArea area)
{
    const QString detail = detailOf(reply.body);
    if (reply.status == 401)
        return sessionRefused(detail);
    if (isPage(reply) && reply.status < 500)
        return backendPage(reply, area);
    Error error{.status = reply.status,
                .id = areaPrefix(area) + QString::number(reply.status),
                .why = answered(reply.status, detail)};
    if (const auto wait = reply.header("retry-after"))
        error.retryAfterS = std::clamp(wait->toInt(), 0, 3600);
    const bool isAboutTheId = reply.status == 403 || reply.status == 404 || reply.status == 422;
    if (area == BackendArea::Conversation && isAboutTheId) {
        wordConversation(error);
        return error;
    }
    if (reply.status == 429) {
        error.what = tr("The backend slows this client down.");
        error.next = tr("Wait a little, then try again.");
    } else if (reply.status >= 500) {
        error.what = tr("The backend failed to answer.");
        error.next = tr("Look for the exception in the backend's log, then try again.");
    } else if (reply.status == 403) {
        error.what = tr("The backend does not let you see this.");
        error.next = tr("Sign in again, and check that this account may use Genie.");
    } else {
        error.what = tr("The backend does not know this request.");
        error.next = tr("Check the backend's address in the profile.");
    }
    if (area == BackendArea::Token && reply.status != 429)
        wordToken(error, detail);
    return error;
}

Error backendPage(const net::HttpReply &reply, BackendArea area)
{
    return {.status = reply.status,
            .id = area == BackendArea::Token ? QStringLiteral("GM-TOKEN-HTML") : QStringLiteral("GM-BACKEND-HTML"),
            .what = tr("The backend address answers with a web page, not with the backend."),
            .why = tr("%1 answered %2 with a page.").arg(hostOf(reply.url)).arg(reply.status),
            .next = tr("Is that the frontend's address? Put the backend's into the profile.")};
}

Error backendShape(const net::HttpReply &reply, const QString &why)
{
    return {.status = reply.status,
            .id = QStringLiteral("GM-BACKEND-SHAPE"),
            .what = tr("The backend's answer cannot be understood."),
            .why = why,
            .next = tr("Check that the address in the profile is that of Genie's backend.")};
}

bool isPage(const net::HttpReply &reply)
{
    return reply.contentType() == "text/html" || reply.body.trimmed().startsWith('<');
}

QString detailOf(const QByteArray &body)
{
    const auto value = base::parseJson(body);
    if (!value)
        return {};
    QJsonValue detail = value->toObject().value(u"detail");
    if (detail.isArray())
        detail = detail.toArray().first().toObject().value(u"msg");
    return base::redactText(detail.toString().simplified()).left(longestDetail);
}

} // namespace gm::genie
