/// A websocket of the model: frames take their time, arrive in order, and die with the link.
#pragma once

#include "core/ably/protocolmessage.h"
#include "core/net/websocket.h"
#include "tests/support/fakeclock.h"

#include <deque>
#include <functional>

namespace gm::soak
{

class ModelService;

class ModelSocket final : public net::WebSocket
{
public:
    ModelSocket(ModelService &service, test::FakeClock &clock);
    ~ModelSocket() override;

    void open(const QUrl &url) override;
    void sendText(const QString &text) override;
    void sendBinary(const QByteArray &bytes) override;
    void close() override;
    void abort() override;

    /// @name The service's side
    /// @{
    void accept();
    void refuse();
    /// @p arrived is called when the client has it; never, when the link breaks before.
    void send(const ably::ProtocolMessage &frame, std::function<void()> arrived = {});
    /// @p deliversFirst: what is on its way still arrives.
    void breakLink(bool deliversFirst);
    /// Nothing gets through any more, either way, and nobody is told.
    void fallSilent() { m_isSilent = true; }
    /// @}

private:
    struct Deed {
        std::chrono::milliseconds at{};
        std::function<void()> run;
    };
    void later(std::function<void()> deed);
    void runNext();
    void leave();

    ModelService *m_service; ///< Null once the service has been told that this is over.
    test::FakeClock &m_clock;
    std::deque<Deed> m_deeds;
    base::TimerHandle m_next;
    bool m_isMsgpack = false;
    bool m_isSilent = false;
};

} // namespace gm::soak
