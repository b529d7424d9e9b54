#include "core/sandbox/httpfaults.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QLocale>

namespace gm::sandbox
{

using namespace Qt::StringLiterals;
using net::Responder;
using net::ServerResponse;
using std::chrono::seconds;

namespace
{

const QStringList &httpKinds()
{
    static const QStringList kinds{u"http-status"_s, u"http-html"_s, u"http-truncate"_s, u"http-slow"_s,
                                   u"http-redirect"_s};
    return kinds;
}

/// Readable by clients of both services: one looks for `detail`, the other for `message`.
ServerResponse statusResponse(const Fault &fault)
{
    const int status = fault.status != 0 ? fault.status : 500;
    if (!fault.value.isEmpty())
        return {.status = status, .headers = {{"Content-Type", "application/json"}}, .body = fault.value.toUtf8()};
    const QString text = u"Answered by the sandbox's fault %1"_s.arg(fault.id);
    return jsonResponse(status, QJsonObject{{u"detail"_s, text}, {u"message"_s, text}});
}

ServerResponse htmlResponse(const Fault &fault)
{
    const QByteArray page = "<!doctype html>\n<html><head><title>Sandbox</title></head>"
                            "<body><h1>A web page, not the service</h1></body></html>\n";
    return {.status = fault.status != 0 ? fault.status : 200,
            .headers = {{"Content-Type", "text/html; charset=utf-8"}},
            .body = fault.value.isEmpty() ? page : fault.value.toUtf8()};
}

} // namespace

ServerResponse jsonResponse(int status, const QJsonObject &body)
{
    return {.status = status,
            .headers = {{"Content-Type", "application/json"}},
            .body = QJsonDocument(body).toJson(QJsonDocument::Compact)};
}

ServerResponse jsonResponse(int status, const QJsonArray &body)
{
    return {.status = status,
            .headers = {{"Content-Type", "application/json"}},
            .body = QJsonDocument(body).toJson(QJsonDocument::Compact)};
}

QByteArray httpDate(qint64 wallMs)
{
    const QDateTime date = QDateTime::fromMSecsSinceEpoch(wallMs, Qt::UTC);
    return QLocale::c().toString(date, u"ddd, dd MMM yyyy HH:mm:ss 'GMT'"_s).toLatin1();
}

HttpFaults::HttpFaults(Faults &faults, base::Clock &clock)
    : m_faults(faults)
    , m_slow(clock)
{
}

void HttpFaults::serve(const RouteNames &route, const Responder &responder, const Answer &answer)
{
    const std::optional<Fault> fault = m_faults.takeForRoute(httpKinds(), route);
    if (!fault) {
        responder.send(answer());
    } else if (fault->kind == u"http-status") {
        responder.send(statusResponse(*fault));
    } else if (fault->kind == u"http-html") {
        responder.send(htmlResponse(*fault));
    } else if (fault->kind == u"http-truncate") {
        const ServerResponse whole = answer();
        responder.sendTruncated(whole, whole.body.size() / 2);
    } else if (fault->kind == u"http-slow") {
        m_slow.after(fault->duration(seconds(5)), [responder, answer] { responder.send(answer()); });
    } else {
        responder.send(
            {.status = fault->status != 0 ? fault->status : 307, .headers = {{"Location", fault->value.toUtf8()}}});
    }
}

} // namespace gm::sandbox
