/// A Follower under test with everything around it played by the test; for tests that link gm_monitor.
#pragma once

#include "core/diagnostics/connectionhistory.h"
#include "core/monitor/follower.h"
#include "core/profile/memorystore.h"
#include "tests/support/build.h"
#include "tests/support/fakeclock.h"
#include "tests/support/fakehttp.h"
#include "tests/support/faketokensource.h"
#include "tests/support/fakewebsocket.h"
#include "tests/support/fixedrandom.h"

#include <QTemporaryDir>

#include <memory>

namespace gm::test
{

/// The service accepts every connection as `conn-1`, `conn-2` … and attaches every channel, unless the test says otherwise.
class FollowerFixture
{
public:
    FollowerFixture()
    {
        options.client.endpoint = ably::Endpoint().withFallbacks({});
        options.maxConnections = 4;
        sockets.onAttempt = [this](FakePeer &peer) {
            const QString number = QString::number(sockets.attempts());
            peer.accept();
            peer.send(build::connected(QStringLiteral("conn-%1").arg(number), QStringLiteral("key-%1").arg(number)));
        };
        sockets.onFrame = [](FakePeer &peer, const ably::ProtocolMessage &frame) { answer(peer, frame); };
    }

    /// Made at the first call, from `options`.
    monitor::Follower &follower()
    {
        if (!m_follower) {
            const monitor::Services services{.http = http,
                                             .sockets = sockets,
                                             .clock = clock,
                                             .random = random,
                                             .secrets = m_secrets,
                                             .settings = m_settings,
                                             .paths = profile::standardPaths(m_folder.path())};
            m_follower = std::make_unique<monitor::Follower>(services, tokens, history, frames, options);
        }
        return *m_follower;
    }

    /// Conversations `1`, `2` … @p count of them, watched.
    void watchMany(int count)
    {
        for (int i = 1; i <= count; ++i)
            follower().watch(base::ConversationId(QString::number(i)));
        clock.runDue();
    }
    void connect()
    {
        follower().connectNow();
        clock.runDue();
    }
    /// A message of a conversation arrives over the @p attempt th socket.
    void deliver(int attempt, const QString &conversation, const QString &id)
    {
        ably::ProtocolMessage frame =
            build::message(QStringLiteral("conversation:") + conversation, QStringLiteral("serial-") + id, id);
        frame.messages.front().timestamp = clock.wallMs();
        sockets.peer(attempt).send(frame);
        clock.runDue();
    }

    /// What a healthy service answers to a frame.
    static void answer(FakePeer &peer, const ably::ProtocolMessage &frame)
    {
        switch (frame.action) {
        case ably::Action::Attach:
            peer.send(build::attached(*frame.channel, QStringLiteral("serial-1"),
                                      frame.channelSerial.isEmpty() ? 0 : ably::flag::Resumed));
            break;
        case ably::Action::Detach:
            peer.send(build::onChannel(ably::Action::Detached, *frame.channel));
            break;
        case ably::Action::Close:
            peer.send(build::frame(ably::Action::Closed));
            break;
        case ably::Action::Heartbeat:
            peer.send(frame);
            break;
        default:
            break;
        }
    }

    FakeClock clock;
    FixedRandom random;
    FakeHttp http;
    FakeWebSockets sockets{clock};
    FakeTokenSource tokens;
    diagnostics::ConnectionHistory history;
    diagnostics::FrameLog frames{diagnostics::FrameLog::Limits{}};
    monitor::Follower::Options options;

private:
    QTemporaryDir m_folder;
    profile::MemoryStore m_secrets;
    profile::Settings m_settings{m_folder.filePath(QStringLiteral("settings.ini"))};
    std::unique_ptr<monitor::Follower> m_follower;
};

} // namespace gm::test
