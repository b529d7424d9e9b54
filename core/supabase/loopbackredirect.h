/// Where the browser comes back to: a listener on 127.0.0.1 for one sign-in, one answer, five minutes at most.
#pragma once

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/base/result.h"
#include "core/base/secret.h"
#include "core/net/httpserver.h"

#include <QObject>
#include <QUrl>

namespace gm::supabase
{

/// Takes `GET /callback` with its own random `state` and with `Host: 127.0.0.1:<port>`, once: the second is answered 410.
/// Another path is 404, another method 405, another state or host 400; none of them ends the waiting. Nothing of a request
/// is repeated in an answer or a log.
class LoopbackRedirect final : public QObject
{
    Q_OBJECT

public:
    /// How long the browser may take; Supabase keeps the attempt as long.
    static constexpr std::chrono::minutes patience{5};

    LoopbackRedirect(base::Clock &clock, base::Random &random, QObject *parent = nullptr);

    /// Begins to listen on a free port; the address for `redirect_to`, state included. `GM-SIGNIN-LISTEN` when no port can be
    /// had.
    [[nodiscard]] base::Result<QUrl> listen();
    /// Gives the port back; nothing is emitted after it.
    void close();
    /// Clock::now() at which waiting ends.
    [[nodiscard]] std::chrono::milliseconds deadline() const { return m_deadline; }

Q_SIGNALS:
    /// The browser brought the code to exchange. Once; failed() does not follow.
    void codeReceived(const gm::base::Secret &code);
    /// The provider or Supabase refused (`access_denied`, `flow_state_expired` …), or `GM-SIGNIN-BROWSER-TIMEOUT`.
    void failed(const gm::base::Error &error);

private:
    void handle(const net::ServerRequest &request, const net::Responder &responder);
    void take(const net::ServerRequest &request, const net::Responder &responder);
    void giveUp();

    base::Clock &m_clock;
    base::Random &m_random;
    net::HttpServer m_server;
    QString m_state;
    std::chrono::milliseconds m_deadline{};
    bool m_isAnswered = false;
    base::TimerHandle m_timer;   ///< Until the answer: the deadline; after it: until the port is given back.
    base::TimerHandle m_outcome; ///< The signal to come.
};

} // namespace gm::supabase
