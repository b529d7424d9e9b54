#include "core/ably/rest.h"

#include "core/ably/connectionurl.h"
#include "core/ably/errorcatalogue.h"
#include "core/ably/msgpack.h"
#include "core/base/json.h"
#include "core/base/logging.h"
#include "core/base/whendone.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QPointer>
#include <QPromise>

namespace gm::ably
{

using base::Error;
using base::JsonReader;
using base::Result;

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("gm::ably::Rest", text);
}

QFuture<Result<TokenDetails>> finished(Result<TokenDetails> result)
{
    QPromise<Result<TokenDetails>> promise;
    promise.start();
    promise.addResult(std::move(result));
    promise.finish();
    return promise.future();
}

bool isReadable(const QByteArray &contentType)
{
    return contentType == "application/json" || contentType == "application/x-msgpack";
}

/// The body as JSON, in whichever format it came (RSC8d); nothing when it is neither, or broken.
std::optional<QJsonValue> bodyOf(const net::HttpReply &reply)
{
    const QByteArray type = reply.contentType();
    QByteArray json = reply.body;
    if (type == "application/x-msgpack") {
        json.clear();
        MsgpackReader reader(reply.body);
        MsgpackItem item;
        if (!reader.next(item) || !reader.appendJson(item, json))
            return std::nullopt;
    } else if (type != "application/json") {
        return std::nullopt;
    }
    const Result<QJsonValue> value = base::parseJson(json);
    return value ? std::optional(*value) : std::nullopt;
}

/// The failure of a request that an answer describes.
Error errorOf(const net::HttpReply &reply)
{
    const ErrorInfo info = errorInfoFrom(reply);
    return {.code = info.code,
            .status = info.statusCode,
            .what = (reply.status >= 400 ? tr("Ably answered the request with an error (HTTP %1).")
                                         : tr("Ably's answer could not be used (HTTP %1)."))
                        .arg(reply.status),
            .why = info.message,
            .help = info.helpUrl()};
}

/// The failure of a request without answer; time-outs have a code of the protocol's (RSC13).
Error errorOf(const Error &fault)
{
    if (fault.code != net::TimedOut)
        return fault;
    return Error{.code = 50003, .status = 504, .what = tr("Ably gave no answer in time."), .help = helpUrlOf(50003)}
        .causedBy(fault);
}

} // namespace

/// One call on its way through the hosts.
struct Rest::Call {
    net::HttpRequest request;
    QString path;
    QList<Host> hosts;
    qsizetype next = 0;
    std::chrono::milliseconds startedAt{};
    QPromise<Result<QJsonValue>> promise;

    void finish(Result<QJsonValue> result)
    {
        promise.addResult(std::move(result));
        promise.finish();
    }
};

Rest::Rest(net::HttpClient &http, base::Clock &clock, base::Random &random, Endpoint endpoint, QObject *parent)
    : QObject(parent)
    , m_http(http)
    , m_clock(clock)
    , m_random(random)
    , m_endpoint(std::move(endpoint))
{
}

QFuture<Result<qint64>> Rest::time()
{
    const std::chrono::milliseconds sentAt = m_clock.now();
    return call("GET", QStringLiteral("/time"), {})
        .then([self = QPointer(this), sentAt](const Result<QJsonValue> &answer) -> Result<qint64> {
            if (!answer)
                return answer.error();
            const qint64 serverMs = answer->toArray().at(0).toInteger();
            if (serverMs <= 0)
                return Error{.code = 40013, .status = 400, .what = tr("Ably's answer holds no time.")};
            // The answer is as old as its way back took: half of the whole way, as far as anybody knows.
            if (self)
                self->m_serverTime = ServerTime{serverMs, sentAt + (self->m_clock.now() - sentAt) / 2};
            return serverMs;
        });
}

QFuture<Result<TokenDetails>> Rest::requestToken(const TokenRequest &request)
{
    const QString path =
        QStringLiteral("/keys/%1/requestToken").arg(QString::fromLatin1(QUrl::toPercentEncoding(request.keyName)));
    const QByteArray body = QJsonDocument(request.toJson()).toJson(QJsonDocument::Compact);
    return call("POST", path, body).then([](const Result<QJsonValue> &answer) -> Result<TokenDetails> {
        if (!answer)
            return answer.error();
        return tokenDetailsFromJson(answer->toObject());
    });
}

QFuture<Result<TokenDetails>> Rest::tokenFrom(const TokenReply &reply)
{
    if (const auto *request = std::get_if<TokenRequest>(&reply))
        return requestToken(*request);
    if (const auto *details = std::get_if<TokenDetails>(&reply))
        return finished(*details);
    return finished(TokenDetails{.token = std::get<base::Secret>(reply)}); // RSA16b
}

void Rest::setHostInUse(std::optional<Host> host)
{
    m_hostInUse = std::move(host);
}

std::optional<std::chrono::milliseconds> Rest::clockOffset() const
{
    if (!m_serverTime)
        return std::nullopt;
    return std::chrono::milliseconds(serverMs() - m_clock.wallMs());
}

bool Rest::isKnownToBeExpired(const TokenDetails &token) const
{
    return m_serverTime && token.expires && serverMs() >= *token.expires;
}

/// By the monotonic clock: somebody setting the wall clock changes nothing.
qint64 Rest::serverMs() const
{
    return m_serverTime->atMs + (m_clock.now() - m_serverTime->measuredAt).count();
}

QFuture<Result<QJsonValue>> Rest::call(const QByteArray &method, const QString &path, const QByteArray &body)
{
    auto call = std::make_shared<Call>();
    call->request = {.method = method,
                     .headers = {{"X-Ably-Version", protocolVersion.toLatin1()}, // RSC7e
                                 {"Ably-Agent", ownAgent.toLatin1()},            // RSC7d
                                 {"Accept", "application/json"}},
                     .body = body,
                     .timeout = requestTimeout};
    if (!body.isEmpty())
        call->request.headers.append(net::HttpHeader{"Content-Type", "application/json"});
    call->path = path;
    call->hosts = hostsToTry();
    call->startedAt = m_clock.now();
    call->promise.start();
    tryNext(call);
    return call->promise.future();
}

QList<Host> Rest::hostsToTry()
{
    if (m_remembered && m_clock.now() >= m_remembered->until)
        m_remembered.reset();
    QList<Host> hosts;
    const auto add = [&hosts](const Host &host) {
        if (!hosts.contains(host))
            hosts.append(host);
    };
    if (m_hostInUse)
        add(*m_hostInUse); // RTN17e
    else if (m_remembered)
        add(m_remembered->host); // RSC15f
    add(m_endpoint.primary());
    for (const Host &host : m_endpoint.shuffledFallbacks(m_random)) // RSC15a
        add(host);
    return hosts.first(std::min<qsizetype>(hosts.size(), 1 + maxRetryCount));
}

void Rest::tryNext(const std::shared_ptr<Call> &call)
{
    call->request.url = call->hosts[call->next].restUrl(call->path);
    base::whenDone(m_http.send(call->request), this,
                   [this, call](const Result<net::HttpReply> &reply) { onReply(call, reply); });
}

void Rest::onReply(const std::shared_ptr<Call> &call, const Result<net::HttpReply> &reply)
{
    const Host host = call->hosts[call->next];
    const bool isWorthAnother = reply ? isWorthAnotherHost(*reply) : isWorthAnotherHost(reply.error());
    rememberOutcome(*call, host, !isWorthAnother);
    const bool isTimeLeft = m_clock.now() - call->startedAt < maxRetryDuration;
    if (isWorthAnother && isTimeLeft && call->next + 1 < call->hosts.size()) {
        ++call->next;
        qCDebug(base::lcAbly) << "REST falls back from" << host.toText() << "to" << call->hosts[call->next].toText();
        tryNext(call);
        return;
    }
    if (!reply) {
        call->finish(errorOf(reply.error()));
        return;
    }
    const bool isSuccess = reply->status >= 200 && reply->status < 300;
    const std::optional<QJsonValue> body = isSuccess ? bodyOf(*reply) : std::nullopt;
    if (body)
        call->finish(*body);
    else
        call->finish(errorOf(*reply));
}

/// A fallback that works is kept from its first success on; one that was kept is dropped when it fails (RSC15f).
void Rest::rememberOutcome(const Call &call, const Host &host, bool works)
{
    const bool isKept = m_remembered && m_remembered->host == host;
    if (!works && isKept)
        m_remembered.reset();
    else if (works && host.isFallback && call.next > 0)
        m_remembered = Remembered{host, m_clock.now() + fallbackMemory};
}

ErrorInfo errorInfoFrom(const net::HttpReply &reply)
{
    ErrorInfo info{.statusCode = reply.status};
    const std::optional<QJsonValue> body = bodyOf(reply);
    const QJsonObject object = body ? body->toObject()[u"error"].toObject() : QJsonObject();
    const JsonReader error(object);
    const QByteArray codeHeader = reply.header("X-Ably-Errorcode").value_or(QByteArray());
    if (!object.isEmpty()) {
        info.code = int(error.integerOr(u"code"));
        info.statusCode = int(error.integerOr(u"statusCode", reply.status));
        info.message = error.textOr(u"message");
        info.href = error.textOr(u"href");
        if (object[u"detail"].isObject())
            info.detail = QJsonDocument(object[u"detail"].toObject()).toJson(QJsonDocument::Compact);
    } else if (!codeHeader.isEmpty()) {
        info.code = codeHeader.toInt();
        info.message = QString::fromUtf8(reply.header("X-Ably-Errormessage").value_or(QByteArray()));
    }
    if (info.code != 0)
        return info;
    if (reply.status >= 400) {
        info.code = reply.status * 100; // 401 → 40100, 500 → 50000
    } else {                            // RSC8e
        info.code = 40013;
        info.statusCode = 400;
        info.message = isReadable(reply.contentType())
                           ? tr("The answer is damaged.")
                           : tr("The answer is of the type \"%1\".").arg(QString::fromLatin1(reply.contentType()));
    }
    return info;
}

} // namespace gm::ably
