/// The sandbox's own API: look inside, start scenarios, publish, break things, move the clock. Loopback only.
#pragma once

#include "core/net/httpserver.h"
#include "core/sandbox/sandboxclock.h"
#include "core/sandbox/scenarioplayer.h"
#include "core/sandbox/stage.h"
#include "core/sandbox/supabasestandin.h"

namespace gm::sandbox
{

/// `GET /state`, `GET|POST /scenarios`, `POST /publish`, `GET /log`, `GET /mail?email=`, `GET|POST|DELETE /faults`,
/// `DELETE /faults/{id}`, `POST /clock`. Mistakes are answered 4xx with `{"error": text}`.
class ControlApi
{
public:
    /// Starts a loaded scenario and answers the ids of its conversations.
    using Start = std::function<QStringList(const Scenario &, const ScenarioPlayer::Wish &)>;

    /// What is waiting and playing, for `GET /state`.
    using Playing = std::function<QJsonArray()>;

    /// References outlive the object.
    ControlApi(Stage &stage, SandboxClock &clock, const SupabaseStandin &supabase, Start start, Playing playing);

    void handle(const net::ServerRequest &request, const net::Responder &responder);

private:
    using Call = net::ServerResponse (ControlApi::*)(const net::ServerRequest &, const QJsonObject &body);
    struct Row;

    [[nodiscard]] net::ServerResponse answer(const net::ServerRequest &request);
    [[nodiscard]] net::ServerResponse state(const net::ServerRequest &request, const QJsonObject &body);
    [[nodiscard]] net::ServerResponse listScenarios(const net::ServerRequest &request, const QJsonObject &body);
    [[nodiscard]] net::ServerResponse startScenario(const net::ServerRequest &request, const QJsonObject &body);
    [[nodiscard]] net::ServerResponse publish(const net::ServerRequest &request, const QJsonObject &body);
    [[nodiscard]] net::ServerResponse log(const net::ServerRequest &request, const QJsonObject &body);
    [[nodiscard]] net::ServerResponse mail(const net::ServerRequest &request, const QJsonObject &body);
    [[nodiscard]] net::ServerResponse listFaults(const net::ServerRequest &request, const QJsonObject &body);
    [[nodiscard]] net::ServerResponse addFault(const net::ServerRequest &request, const QJsonObject &body);
    [[nodiscard]] net::ServerResponse clearFaults(const net::ServerRequest &request, const QJsonObject &body);
    [[nodiscard]] net::ServerResponse removeFault(const QString &id);
    [[nodiscard]] net::ServerResponse moveClock(const net::ServerRequest &request, const QJsonObject &body);

    Stage &m_stage;
    SandboxClock &m_clock;
    const SupabaseStandin &m_supabase;
    Start m_start;
    Playing m_playing;
};

} // namespace gm::sandbox
