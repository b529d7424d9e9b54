#include "core/genie/backendclient.h"

#include "core/base/json.h"
#include "core/base/logging.h"
#include "core/genie/backenderror.h"

#include <QCoreApplication>
#include <QPromise>

namespace gm::genie
{

using base::Error;
using base::Result;
using base::Secret;
using net::HttpReply;

namespace
{

constexpr std::chrono::seconds patience{10};

QString tr(const char *text)
{
    return QCoreApplication::translate("gm::genie::Backend", text);
}

/// Without `/api` and slashes at the end, so that both forms people write lead to the same place.
QUrl plainBase(const QUrl &url)
{
    QUrl result = url.adjusted(QUrl::RemoveQuery | QUrl::RemoveFragment | QUrl::StripTrailingSlash);
    QString path = result.path();
    if (path.endsWith(u"/api"))
        path.chop(4);
    while (path.endsWith(u'/'))
        path.chop(1);
    result.setPath(path);
    return result;
}

Result<QJsonObject> objectOf(const HttpReply &reply)
{
    const Result<QJsonValue> value = base::parseJson(reply.body);
    if (!value)
        return backendShape(reply, tr("It is JSON that ends early or is damaged.")).causedBy(value.error());
    if (!value->isObject())
        return backendShape(reply, tr("An object was expected."));
    return value->toObject();
}

Result<QString> readHealth(const HttpReply &reply)
{
    const Result<QJsonObject> object = objectOf(reply);
    if (!object)
        return object.error();
    const QString status = object->value(u"status").toString();
    if (status.isEmpty())
        return backendShape(reply, tr("The field \"status\" is missing."));
    return status;
}

Result<BackendInfo> readInfo(const HttpReply &reply)
{
    const Result<QJsonObject> object = objectOf(reply);
    if (!object)
        return object.error();
    return BackendInfo{.message = object->value(u"message").toString(),
                       .version = object->value(u"version").toString(),
                       .status = object->value(u"status").toString()};
}

Result<TokenReply> readToken(const HttpReply &reply)
{
    Result<TokenReply> token = parseTokenReply(reply.body);
    if (token)
        return token;
    Error error = token.error();
    error.status = reply.status;
    return error;
}

Result<QList<Conversation>> readConversations(const HttpReply &reply)
{
    const Result<QJsonValue> value = base::parseJson(reply.body);
    if (!value)
        return backendShape(reply, tr("It is JSON that ends early or is damaged.")).causedBy(value.error());
    if (!value->isArray())
        return backendShape(reply, tr("A list was expected."));
    QList<Conversation> result;
    const QJsonArray entries = value->toArray();
    for (const QJsonValue &entry : entries) {
        if (auto conversation = readConversation(entry.toObject()))
            result.append(std::move(*conversation));
        else
            qCWarning(base::lcGenie) << "an entry of the conversation list is left out:" << conversation.error().what;
    }
    if (result.isEmpty() && !entries.isEmpty())
        return backendShape(reply, tr("No entry of the list has an id."));
    return result;
}

Result<ConversationDetail> readDetail(const HttpReply &reply)
{
    const Result<QJsonObject> object = objectOf(reply);
    if (!object)
        return object.error();
    Result<ConversationDetail> detail = readConversationDetail(*object);
    if (!detail)
        return backendShape(reply, detail.error().what);
    return detail;
}

} // namespace

class BackendClient::Impl : public std::enable_shared_from_this<Impl>
{
public:
    Impl(net::HttpClient &http, BearerSource &bearers, const QUrl &backendUrl)
        : m_http(http)
        , m_bearers(bearers)
        , m_base(plainBase(backendUrl))
    {
    }

    [[nodiscard]] const QUrl &base() const { return m_base; }

    template <typename T>
    QFuture<Result<T>> open(const QString &path, Result<T> (*read)(const HttpReply &))
    {
        return m_http.send(requestFor(path)).then([read, url = m_base](const Result<HttpReply> &reply) {
            return understand<T>(reply, url, BackendArea::General, read);
        });
    }

    template <typename T>
    QFuture<Result<T>> withBearer(const QString &path, BackendArea area, Result<T> (*read)(const HttpReply &))
    {
        auto call = std::make_shared<Call>();
        call->request = requestFor(path);
        call->promise.start();
        auto future = call->promise.future();
        m_bearers.bearer().then([self = weak_from_this(), call](const Result<Secret> &bearer) {
            if (const auto impl = self.lock())
                impl->sendWith(bearer, call);
        });
        return future.then([read, area, url = m_base](const Result<HttpReply> &reply) {
            return understand<T>(reply, url, area, read);
        });
    }

private:
    /// One request and the promise of its reply; given up when the client goes first.
    struct Call {
        net::HttpRequest request;
        QPromise<Result<HttpReply>> promise;
        Secret bearer;
        bool hasRetried = false;
        bool isDone = false;

        Call() = default;
        Call(const Call &) = delete;
        Call &operator=(const Call &) = delete;
        ~Call() { finish(Error{.code = net::ConnectionLost, .what = tr("The request was given up.")}); }

        void finish(Result<HttpReply> result)
        {
            if (std::exchange(isDone, true))
                return;
            promise.addResult(std::move(result));
            promise.finish();
        }
    };

    [[nodiscard]] net::HttpRequest requestFor(const QString &path) const
    {
        QUrl url = m_base;
        url.setPath(m_base.path() + path, QUrl::TolerantMode);
        return {.url = url, .headers = {{"Accept", "application/json"}}, .timeout = patience};
    }

    void sendWith(const Result<Secret> &bearer, const std::shared_ptr<Call> &call)
    {
        if (!bearer) {
            call->finish(bearer.error());
            return;
        }
        call->bearer = *bearer;
        net::HttpRequest request = call->request;
        request.headers.append(net::HttpHeader{"Authorization", "Bearer " + bearer->reveal().toUtf8()});
        m_http.send(request).then([self = weak_from_this(), call](const Result<HttpReply> &reply) {
            const auto impl = self.lock();
            const bool isRefused = reply && reply->status == 401;
            if (impl && isRefused && !std::exchange(call->hasRetried, true))
                impl->tryNewerBearer(*reply, call);
            else
                call->finish(reply);
        });
    }

    void tryNewerBearer(const HttpReply &refusal, const std::shared_ptr<Call> &call)
    {
        m_bearers.bearerAfterRefusal(call->bearer)
            .then([self = weak_from_this(), refusal, call](const Result<Secret> &newer) {
                const auto impl = self.lock();
                if (impl && newer)
                    impl->sendWith(newer, call);
                else
                    call->finish(refusal);
            });
    }

    template <typename T>
    static Result<T> understand(const Result<HttpReply> &reply, const QUrl &url, BackendArea area,
                                Result<T> (*read)(const HttpReply &))
    {
        if (!reply)
            return reply.error().code == 0 ? reply.error() : backendFault(reply.error(), url, patience);
        if (reply->status < 200 || reply->status > 299)
            return backendRefusal(*reply, area);
        if (isPage(*reply))
            return backendPage(*reply, area);
        return read(*reply);
    }

    net::HttpClient &m_http;
    BearerSource &m_bearers;
    QUrl m_base;
};

BackendClient::BackendClient(net::HttpClient &http, BearerSource &bearers, const QUrl &backendUrl)
    : m_impl(std::make_shared<Impl>(http, bearers, backendUrl))
{
}

BackendClient::~BackendClient() = default;

QFuture<Result<QString>> BackendClient::health()
{
    return m_impl->open(QStringLiteral("/health"), readHealth);
}

QFuture<Result<BackendInfo>> BackendClient::root()
{
    return m_impl->open(QStringLiteral("/"), readInfo);
}

QFuture<Result<TokenReply>> BackendClient::realtimeToken()
{
    return m_impl->withBearer(QStringLiteral("/api/chat/realtime/token"), BackendArea::Token, readToken);
}

QFuture<Result<QList<Conversation>>> BackendClient::conversations()
{
    return m_impl->withBearer(QStringLiteral("/api/chat/"), BackendArea::General, readConversations);
}

QFuture<Result<ConversationDetail>> BackendClient::conversation(const base::ConversationId &id)
{
    // Ids are letters, digits and hyphens; anything else must not become a path of its own.
    const QString segment = QString::fromLatin1(QUrl::toPercentEncoding(id.text()));
    return m_impl->withBearer(QStringLiteral("/api/chat/") + segment, BackendArea::Conversation, readDetail);
}

const QUrl &BackendClient::baseUrl() const
{
    return m_impl->base();
}

} // namespace gm::genie
