/// A stand-in for Genie's backend: its read-only API as the monitor meets it, and the call that starts a conversation.
#pragma once

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/net/httpserver.h"
#include "core/sandbox/backendlogfile.h"
#include "core/sandbox/conversationstore.h"
#include "core/sandbox/faults.h"
#include "core/sandbox/httpfaults.h"
#include "core/sandbox/jwt.h"

#include <QObject>

#include <functional>

namespace gm::sandbox
{

/// Errors are in FastAPI's shapes, times without a zone. Obeys the faults of HTTP routes (names: `backend`, `health`,
/// `token`, `list`, `conversation`, `create`).
class BackendStandin : public QObject
{
    Q_OBJECT

public:
    /// Makes the Ably TokenRequest for a user's id.
    using TokenRequestSource = std::function<QJsonObject(const QString &userId)>;

    /// References outlive the object. @p signer is Supabase's: it checks the callers' tokens.
    BackendStandin(base::Clock &clock, base::Random &random, Faults &faults, ConversationStore &store,
                   BackendLogFile &log, JwtSigner signer, TokenRequestSource tokenRequests, QObject *parent = nullptr);

    void handle(const net::ServerRequest &request, const net::Responder &responder);

Q_SIGNALS:
    /// `POST /api/chat/` made it; its run may begin.
    void conversationCreated(const QString &id);

private:
    /// What the request asks for.
    enum class Route { Root, Health, Token, List, ListWithoutSlash, Create, Conversation, MethodNotAllowed, Unknown };

    [[nodiscard]] static Route routeOf(const net::ServerRequest &request);
    [[nodiscard]] net::ServerResponse answer(const net::ServerRequest &request, Route route);
    [[nodiscard]] net::ServerResponse list(const QString &userId) const;
    [[nodiscard]] net::ServerResponse conversation(const QString &id, const QString &userId) const;
    [[nodiscard]] net::ServerResponse create(const QByteArray &body, const QString &userId);
    /// The id of the user whose bearer token it is; else the refusal.
    [[nodiscard]] std::variant<QString, net::ServerResponse> userOf(const net::ServerRequest &request);

    base::Clock &m_clock;
    base::Random &m_random;
    HttpFaults m_httpFaults;
    ConversationStore &m_store;
    BackendLogFile &m_log;
    JwtSigner m_signer;
    TokenRequestSource m_tokenRequests;
};

} // namespace gm::sandbox
