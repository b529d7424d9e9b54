#include "core/supabase/loopbackredirect.h"

#include "core/supabase/autherror.h"

#include <QLocale>

namespace gm::supabase
{

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using base::Error;
using base::Result;
using base::Secret;
using net::ServerRequest;
using net::ServerResponse;

namespace
{

constexpr QStringView callbackPath = u"/callback";
constexpr qsizetype maxHeadBytes = 8 * 1024;
constexpr int stateBytes = 24;
constexpr auto lingering = 2s; ///< For the page to reach the browser, and a second hit its refusal.

/// A whole page that loads nothing and runs nothing.
ServerResponse page(int status, const QString &heading, const QString &text)
{
    static const QString form =
        u"<!DOCTYPE html><html lang=\"%1\"><head><meta charset=\"utf-8\"><title>Genie Monitor</title><style>"
        "body{font:16px/1.5 system-ui,sans-serif;margin:15vh auto;max-width:32em;padding:0 1em;"
        "color-scheme:light dark}h1{font-size:1.4em}"
        "</style></head><body><main><h1>%2</h1><p>%3</p></main></body></html>"_s;
    const QString html = form.arg(QLocale().bcp47Name().toHtmlEscaped(), heading.toHtmlEscaped(), text.toHtmlEscaped());
    return {.status = status,
            .headers = {{"Content-Type", "text/html; charset=utf-8"},
                        {"Cache-Control", "no-store"},
                        {"Referrer-Policy", "no-referrer"},
                        {"X-Content-Type-Options", "nosniff"},
                        {"Content-Security-Policy",
                         "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'"}},
            .body = html.toUtf8()};
}

/// A query value as the browser's forms write it: a plus sign stands for a blank.
QString valueOf(const ServerRequest &request, const QString &name)
{
    QString value = request.query.queryItemValue(name, QUrl::FullyEncoded);
    value.replace(u'+', u' ');
    return QUrl::fromPercentEncoding(value.toUtf8());
}

} // namespace

LoopbackRedirect::LoopbackRedirect(base::Clock &clock, base::Random &random, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_random(random)
{
    m_server.setMaxHeadBytes(maxHeadBytes);
    m_server.setHandler(
        [this](const ServerRequest &request, const net::Responder &responder) { handle(request, responder); });
}

Result<QUrl> LoopbackRedirect::listen()
{
    close();
    const auto port = m_server.listen();
    if (!port) {
        return Error{.id = u"GM-SIGNIN-LISTEN"_s,
                     .what = tr("The browser could not come back to Genie Monitor."),
                     .why = tr("No port of this computer could be opened for its answer: %1").arg(port.error().why),
                     .next = tr("Use a code by email, or your password.")}
            .causedBy(port.error());
    }
    m_state = QString::fromLatin1(m_random.token(stateBytes));
    m_isAnswered = false;
    m_deadline = m_clock.now() + patience;
    m_timer = m_clock.after(patience, [this] { giveUp(); });
    return QUrl(u"http://127.0.0.1:%1%2?state=%3"_s.arg(*port).arg(callbackPath, m_state));
}

void LoopbackRedirect::close()
{
    m_timer.cancel();
    m_outcome.cancel();
    m_server.stop();
    m_state.clear();
}

void LoopbackRedirect::handle(const ServerRequest &request, const net::Responder &responder)
{
    const QByteArray host = "127.0.0.1:" + QByteArray::number(m_server.port());
    if (request.header("host") != host)
        responder.send(page(400, tr("Not here"), tr("This address is for Genie Monitor's own sign-in.")));
    else if (request.path != callbackPath)
        responder.send(page(404, tr("Nothing here"), tr("This address is for Genie Monitor's own sign-in.")));
    else if (request.method != "GET")
        responder.send(page(405, tr("Not like this"), tr("Only a browser's redirect is taken here.")));
    else if (valueOf(request, u"state"_s) != m_state)
        responder.send(page(400, tr("Another sign-in"),
                            tr("This answer belongs to a sign-in Genie Monitor did not start, or gave up.")));
    else if (m_isAnswered)
        responder.send(
            page(410, tr("Answered already"), tr("Genie Monitor has taken this answer once. You can close this tab.")));
    else
        take(request, responder);
}

void LoopbackRedirect::take(const ServerRequest &request, const net::Responder &responder)
{
    const Secret code(valueOf(request, u"code"_s));
    const QString oauthError = valueOf(request, u"error"_s);
    const QString errorCode = valueOf(request, u"error_code"_s);
    if (code.isEmpty() && oauthError.isEmpty() && errorCode.isEmpty()) {
        responder.send(page(400, tr("Nothing in it"), tr("This answer holds neither a code nor an error.")));
        return;
    }
    m_isAnswered = true;
    m_timer = m_clock.after(lingering, [this] { m_server.stop(); });
    // Told from the event loop: whoever hears it may close this, and the server is at work.
    if (errorCode.isEmpty() && oauthError.isEmpty()) {
        responder.send(
            page(200, tr("Back to Genie Monitor"),
                 tr("The browser's part is done, Genie Monitor finishes the sign-in. You can close this tab.")));
        m_outcome = m_clock.after(0ms, [this, code] { Q_EMIT codeReceived(code); });
        return;
    }
    responder.send(page(200, tr("You are not signed in"),
                        tr("Genie Monitor says why, and what to do next. You can close this tab.")));
    const Error error =
        errorFromRedirect(errorCode.isEmpty() ? oauthError : errorCode, valueOf(request, u"error_description"_s));
    m_outcome = m_clock.after(0ms, [this, error] { Q_EMIT failed(error); });
}

void LoopbackRedirect::giveUp()
{
    m_server.stop();
    Q_EMIT failed(
        Error{.id = u"GM-SIGNIN-BROWSER-TIMEOUT"_s,
              .what = tr("Nothing came back from the browser."),
              .why = tr("The sign-in there was not finished within %1 minutes, or it ended on another page: some "
                        "Supabase projects do not allow a return to 127.0.0.1.")
                         .arg(patience.count()),
              .next = tr("Start again, or use a code by email.")});
}

} // namespace gm::supabase
