#include "core/net/qthttpclient.h"

#include "core/base/logging.h"
#include "core/base/redact.h"
#include "core/net/certificatefault.h"
#include "core/net/systemproxy.h"

#include <QCoreApplication>
#include <QNetworkAccessManager>
#include <QNetworkCookieJar>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QPointer>
#include <QPromise>
#include <QTimer>

namespace gm::net
{

using base::Error;
using base::Result;

namespace
{

constexpr int maxRedirects = 5;

QString tr(const char *text)
{
    return QCoreApplication::translate("gm::net::HttpClient", text);
}

bool isSameOrigin(const QUrl &a, const QUrl &b)
{
    const auto port = [](const QUrl &url) { return url.port(url.scheme() == u"https" ? 443 : 80); };
    return a.scheme() == b.scheme() && a.host() == b.host() && port(a) == port(b);
}

/// Without path and query: enough to say who was asked, nothing that could hold a secret.
QString originText(const QUrl &url)
{
    return url.adjusted(QUrl::RemoveUserInfo | QUrl::RemovePath | QUrl::RemoveQuery | QUrl::RemoveFragment).toString();
}

Error proxyRefused(const QNetworkReply &reply)
{
    return {.code = ProxyFailed,
            .what = tr("The proxy on the way to %1 does not let the connection through.").arg(originText(reply.url())),
            .why = reply.errorString()};
}

Error errorFor(const QNetworkReply &reply, const QList<QSslError> &tlsProblems)
{
    const QString origin = originText(reply.url());
    // Qt has no error of its own for a proxy that says no.
    if (reply.error() == QNetworkReply::UnknownNetworkError &&
        systemProxyFor(reply.url()).type() != QNetworkProxy::NoProxy)
        return proxyRefused(reply);
    switch (reply.error()) {
    case QNetworkReply::HostNotFoundError:
        return {.code = HostNotFound, .what = tr("The host of %1 is not known.").arg(origin)};
    case QNetworkReply::ConnectionRefusedError:
        return {.code = ConnectionRefused, .what = tr("Nothing listens at %1 (connection refused).").arg(origin)};
    case QNetworkReply::SslHandshakeFailedError:
        return certificateFault(tlsProblems, origin, reply.errorString());
    case QNetworkReply::RemoteHostClosedError:
    case QNetworkReply::TemporaryNetworkFailureError:
    case QNetworkReply::NetworkSessionFailedError:
        return {.code = ConnectionLost,
                .what = tr("%1 closed the connection before its answer was whole.").arg(origin)};
    case QNetworkReply::TimeoutError:
        return {.code = TimedOut, .what = tr("%1 gave no answer in time.").arg(origin)};
    case QNetworkReply::ProxyConnectionRefusedError:
    case QNetworkReply::ProxyConnectionClosedError:
    case QNetworkReply::ProxyNotFoundError:
    case QNetworkReply::ProxyTimeoutError:
    case QNetworkReply::UnknownProxyError:
        return proxyRefused(reply);
    case QNetworkReply::ProxyAuthenticationRequiredError:
        return proxyWantsLogin(origin);
    default:
        return {
            .code = OtherNetworkFault, .what = tr("%1 could not be reached.").arg(origin), .why = reply.errorString()};
    }
}

} // namespace

/// One request with its redirects; deletes itself when the promise is kept.
class QtHttpClient::Exchange final : public QObject
{
public:
    Exchange(QNetworkAccessManager &manager, HttpRequest request)
        : QObject(&manager)
        , m_manager(manager)
        , m_request(std::move(request))
        , m_url(m_request.url)
    {
        m_promise.start();
        m_deadline.setSingleShot(true);
        m_deadline.callOnTimeout(this, [this] {
            finish(Error{.code = TimedOut,
                         .what = tr("%1 gave no answer in %2 s.")
                                     .arg(originText(m_url))
                                     .arg(double(m_request.timeout.count()) / 1000.0)});
        });
    }

    ~Exchange() override
    {
        // Only when the client goes away with requests under way: the future still finishes.
        if (!m_isDone)
            finish(Error{.code = ConnectionLost, .what = tr("The request was given up.")});
    }

    QFuture<Result<HttpReply>> future() { return m_promise.future(); }

    void start()
    {
        m_deadline.start(m_request.timeout);
        sendTo(m_request.url);
    }

private:
    void sendTo(const QUrl &url)
    {
        m_url = url;
        if (url.scheme() != u"https" && !(url.scheme() == u"http" && isLoopback(url))) {
            finish(Error{.code = PlainHttpRefused,
                         .what = tr("Plain http is used for this computer only, not for %1.").arg(originText(url)),
                         .next = tr("Write the address with https.")});
            return;
        }
        QNetworkRequest request(url);
        request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
        request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
        request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
        request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
        request.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
        request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
        for (const HttpHeader &header : m_request.headers)
            request.setRawHeader(header.name, header.value);
        m_reply = m_manager.sendCustomRequest(request, m_request.method, m_request.body);
        m_reply->setParent(this);
        connect(m_reply, &QNetworkReply::metaDataChanged, this, &Exchange::checkHead);
        // What is there to be read, not what came: a compressed body may be a thousand times as long.
        connect(m_reply, &QNetworkReply::readyRead, this, &Exchange::checkBody);
        connect(m_reply, &QNetworkReply::sslErrors, this,
                [this](const QList<QSslError> &errors) { m_tlsProblems = errors; });
        connect(m_reply, &QNetworkReply::finished, this, &Exchange::onFinished);
    }

    void checkHead()
    {
        qint64 bytes = 0;
        for (const auto &[name, value] : m_reply->rawHeaderPairs())
            bytes += name.size() + value.size();
        if (bytes > maxReplyHeadBytes)
            finish(Error{.code = ReplyTooLarge,
                         .what = tr("The headers of %1's answer are longer than %2 KiB.")
                                     .arg(originText(m_url))
                                     .arg(maxReplyHeadBytes / 1024)});
    }

    void checkBody()
    {
        if (m_reply->bytesAvailable() > m_request.maxReplyBytes)
            finish(Error{.code = ReplyTooLarge,
                         .what = tr("The answer of %1 is longer than %2 bytes.")
                                     .arg(originText(m_url))
                                     .arg(m_request.maxReplyBytes)});
    }

    void onFinished()
    {
        if (!m_isDone)
            checkBody();
        if (m_isDone)
            return;
        const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        const bool isWhole = m_reply->error() == QNetworkReply::NoError || m_reply->error() >= 200;
        if (status == 0 || !isWhole) {
            finish(errorFor(*m_reply, m_tlsProblems));
            return;
        }
        if (m_request.followRedirects && status >= 301 && status <= 308 && status != 304 &&
            m_reply->hasRawHeader("location")) {
            redirect(QUrl(QString::fromUtf8(m_reply->rawHeader("location"))));
            return;
        }
        HttpReply reply{.status = status, .body = m_reply->readAll(), .url = m_url, .took = elapsed()};
        const auto pairs = m_reply->rawHeaderPairs();
        for (const auto &[name, value] : pairs)
            reply.headers.append({name, value});
        qCDebug(base::lcNet) << m_request.method << base::redactUrl(m_url).toString(QUrl::RemoveQuery) << status;
        finish(std::move(reply));
    }

    void redirect(const QUrl &location)
    {
        const QUrl target = m_url.resolved(location);
        if (!isSameOrigin(m_url, target) || ++m_redirects > maxRedirects) {
            finish(Error{.code = RedirectRefused,
                         .what = tr("%1 redirects to another address, which is not followed.").arg(originText(m_url)),
                         .why = tr("The answer points to %1.").arg(originText(target)),
                         .next = tr("If that is the right address, put it into the profile.")});
            return;
        }
        m_reply->deleteLater();
        sendTo(target);
    }

    [[nodiscard]] std::chrono::milliseconds elapsed() const
    {
        return m_request.timeout - std::chrono::milliseconds(std::max(0, m_deadline.remainingTime()));
    }

    void finish(Result<HttpReply> result)
    {
        if (std::exchange(m_isDone, true))
            return;
        m_deadline.stop();
        if (m_reply) {
            m_reply->disconnect(this);
            m_reply->abort();
        }
        m_promise.addResult(std::move(result));
        m_promise.finish();
        deleteLater();
    }

    QNetworkAccessManager &m_manager;
    HttpRequest m_request;
    QUrl m_url;
    QPromise<Result<HttpReply>> m_promise;
    QTimer m_deadline;
    QPointer<QNetworkReply> m_reply; ///< Dies before this where the manager goes with a request under way.
    QList<QSslError> m_tlsProblems;  ///< What the handshake found.
    int m_redirects = 0;
    bool m_isDone = false;
};

QtHttpClient::QtHttpClient()
    : m_manager(std::make_unique<QNetworkAccessManager>())
{
    m_manager->setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
    m_manager->setProxyFactory(new SystemProxies); // owned by the manager
}

QtHttpClient::~QtHttpClient() = default;

QFuture<Result<HttpReply>> QtHttpClient::send(const HttpRequest &request)
{
    auto *exchange = new Exchange(*m_manager, request);
    auto future = exchange->future();
    exchange->start();
    return future;
}

} // namespace gm::net
