#include "core/sandbox/backendstandin.h"

#include "core/base/json.h"
#include "core/sandbox/accounts.h"

#include <QJsonArray>
#include <QUuid>

namespace gm::sandbox
{

using namespace Qt::StringLiterals;
using net::ServerRequest;
using net::ServerResponse;

namespace
{

constexpr QStringView chatPath = u"/api/chat/";

ServerResponse detail(int status, const QString &text)
{
    return jsonResponse(status, QJsonObject{{u"detail"_s, text}});
}

/// FastAPI's list of what does not fit.
ServerResponse unprocessable(const QJsonArray &place, const QString &type, const QString &message)
{
    const QJsonObject fault{{u"type"_s, type}, {u"loc"_s, place}, {u"msg"_s, message}};
    return jsonResponse(422, QJsonObject{{u"detail"_s, QJsonArray{fault}}});
}

void addCors(ServerResponse &response)
{
    response.headers.append(net::HttpHeader{"Access-Control-Allow-Origin", "*"});
    response.headers.append(net::HttpHeader{"Access-Control-Allow-Methods", "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT"});
    response.headers.append(net::HttpHeader{"Access-Control-Allow-Headers", "authorization, content-type"});
}

} // namespace

BackendStandin::BackendStandin(base::Clock &clock, base::Random &random, Faults &faults, ConversationStore &store,
                               BackendLogFile &log, JwtSigner signer, TokenRequestSource tokenRequests, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_random(random)
    , m_httpFaults(faults, clock)
    , m_store(store)
    , m_log(log)
    , m_signer(std::move(signer))
    , m_tokenRequests(std::move(tokenRequests))
{
}

BackendStandin::Route BackendStandin::routeOf(const ServerRequest &request)
{
    const bool isGet = request.method == "GET";
    const QString &path = request.path;
    if (path == u"/")
        return isGet ? Route::Root : Route::MethodNotAllowed;
    if (path == u"/health")
        return isGet ? Route::Health : Route::MethodNotAllowed;
    if (path == u"/api/chat/realtime/token")
        return isGet ? Route::Token : Route::MethodNotAllowed;
    if (path == chatPath.chopped(1))
        return Route::ListWithoutSlash;
    if (path == chatPath)
        return isGet ? Route::List : request.method == "POST" ? Route::Create : Route::MethodNotAllowed;
    if (path.startsWith(chatPath) && !path.mid(chatPath.size()).contains(u'/'))
        return isGet ? Route::Conversation : Route::MethodNotAllowed;
    return Route::Unknown;
}

void BackendStandin::handle(const ServerRequest &request, const net::Responder &responder)
{
    static const QHash<Route, QString> names{{Route::Root, u"root"_s},
                                             {Route::Health, u"health"_s},
                                             {Route::Token, u"token"_s},
                                             {Route::List, u"list"_s},
                                             {Route::ListWithoutSlash, u"list"_s},
                                             {Route::Create, u"create"_s},
                                             {Route::Conversation, u"conversation"_s}};
    const Route route = routeOf(request);
    const RouteNames routeNames{.path = request.path, .names = {u"backend"_s, names.value(route)}};
    m_httpFaults.serve(routeNames, responder, [this, request, route] {
        ServerResponse response = request.method == "OPTIONS" ? ServerResponse{} : answer(request, route);
        addCors(response);
        response.headers.append(net::HttpHeader{"Date", httpDate(m_clock.wallMs())});
        return response;
    });
}

ServerResponse BackendStandin::answer(const ServerRequest &request, Route route)
{
    if (route == Route::Root)
        return jsonResponse(200, QJsonObject{{u"message"_s, u"Genie's stand-in in the sandbox"_s},
                                             {u"version"_s, u"1.0.0"_s},
                                             {u"status"_s, u"running"_s}});
    if (route == Route::Health)
        return jsonResponse(200, QJsonObject{{u"status"_s, u"healthy"_s}});
    if (route == Route::Unknown)
        return detail(404, u"Not Found"_s);
    if (route == Route::MethodNotAllowed)
        return detail(405, u"Method Not Allowed"_s);
    if (route == Route::ListWithoutSlash)
        return {.status = 307, .headers = {{"Location", "http://" + request.header("host") + chatPath.toLatin1()}}};

    const auto who = userOf(request);
    if (const auto *refusal = std::get_if<ServerResponse>(&who))
        return *refusal;
    const QString &userId = std::get<QString>(who);
    if (route == Route::Token)
        return jsonResponse(200, m_tokenRequests(userId));
    if (route == Route::List)
        return list(userId);
    if (route == Route::Create)
        return create(request.body, userId);
    return conversation(request.path.mid(chatPath.size()), userId);
}

ServerResponse BackendStandin::list(const QString &userId) const
{
    QJsonArray conversations;
    const QList<Conversation> all = m_store.ofUser(userId);
    for (const Conversation &one : all)
        conversations.append(one.toJson());
    return jsonResponse(200, conversations);
}

ServerResponse BackendStandin::conversation(const QString &id, const QString &userId) const
{
    const QUuid uuid = QUuid::fromString(id);
    if (uuid.isNull())
        return unprocessable({u"path"_s, u"conversation_id"_s}, u"uuid_parsing"_s, u"Input should be a valid UUID"_s);
    const Conversation *found = m_store.find(uuid.toString(QUuid::WithoutBraces));
    if (!found)
        return detail(404, u"Conversation not found"_s);
    if (found->userId != userId)
        return detail(403, u"Not authorized to access this conversation"_s);
    return jsonResponse(200, found->toJsonWithMessages());
}

ServerResponse BackendStandin::create(const QByteArray &body, const QString &userId)
{
    const auto json = base::parseJson(body);
    const QString text = json ? json.value()[u"initial_message"_s].toString() : QString();
    if (text.isEmpty())
        return unprocessable({u"body"_s, u"initial_message"_s}, u"missing"_s, u"Field required"_s);
    const qint64 now = m_clock.wallMs();
    const QString id = newUuid(m_random);
    m_store.add({.id = id, .userId = userId, .title = text.left(60), .createdMs = now, .updatedMs = now});
    m_store.addMessage(id, {.id = newUuid(m_random), .role = u"user"_s, .content = text, .createdMs = now});
    Q_EMIT conversationCreated(id);
    return jsonResponse(200, m_store.find(id)->toJsonWithMessages());
}

std::variant<QString, ServerResponse> BackendStandin::userOf(const ServerRequest &request)
{
    const QByteArray authorization = request.header("authorization");
    if (!authorization.toLower().startsWith("bearer "))
        return detail(403, u"Not authenticated"_s);
    const auto refuse = [this](const QString &why) {
        m_log.write(u"app.core.auth"_s, u"ERROR"_s, u"JWT verification failed: %1"_s.arg(why));
        return detail(401, u"Invalid token"_s);
    };
    const auto claims = m_signer.verify(QString::fromLatin1(authorization.mid(7).trimmed()));
    if (!claims)
        return refuse(u"Signature verification failed."_s);
    if (claims->value(u"exp"_s).toInteger() * 1000 <= m_clock.wallMs())
        return refuse(u"Signature has expired."_s);
    if (claims->value(u"aud"_s) != u"authenticated"_s)
        return refuse(u"Invalid audience"_s);
    return claims->value(u"sub"_s).toString();
}

} // namespace gm::sandbox
