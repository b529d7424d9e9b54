/// A Realtime under test with everything around it played by the test.
#pragma once

#include "core/ably/realtime.h"
#include "tests/support/build.h"
#include "tests/support/fakeclock.h"
#include "tests/support/fakehttp.h"
#include "tests/support/faketokensource.h"
#include "tests/support/fakewebsocket.h"
#include "tests/support/fixedrandom.h"
#include "tests/support/staterecorder.h"

#include <memory>

namespace gm::test
{

/// Change `options` before the first use of `realtime()`. The service accepts everybody and answers ATTACH, DETACH, CLOSE,
/// AUTH and HEARTBEAT as a healthy one does, unless the test says otherwise.
class RealtimeFixture
{
public:
    RealtimeFixture();
    ~RealtimeFixture();

    /// Made at the first call, from `options`.
    ably::Realtime &realtime();
    ably::RealtimeChannel &channel(const QString &name = QStringLiteral("conversation:1"),
                                   const ably::ChannelOptions &channelOptions = {});

    /// @name Bring it there
    /// @{
    void connect(); ///< CONNECTED
    ably::RealtimeChannel &attach(const QString &name = QStringLiteral("conversation:1"),
                                  const ably::ChannelOptions &channelOptions = {}); ///< CONNECTED and ATTACHED
    void disconnectForLong(); ///< From CONNECTED to DISCONNECTED, every further attempt refused.
    void suspend();           ///< From CONNECTED to SUSPENDED, likewise.
    /// @}

    /// @name How the service behaves from now on
    /// @{
    void acceptAll(); ///< CONNECTED for every attempt: the same id with a new key for each that resumes `conn-…`.
    void refuseAll(); ///< Connection refused.
    void ignoreAll(); ///< Attempts hang.
    void answerAll(); ///< Frames are answered.
    void answerNothing();
    /// @}

    /// Lets everything happen that is due now.
    void settle() { clock.runDue(); }
    void advance(std::chrono::milliseconds by) { clock.advance(by); }
    /// The service's side of the newest socket.
    [[nodiscard]] FakePeer &peer() const { return sockets.last(); }

    FakeClock clock;
    FixedRandom random;
    FakeHttp http;
    FakeWebSockets sockets{clock};
    FakeTokenSource tokens;
    ably::ClientOptions options;
    bool hasTokenSource = true;
    StateRecorder<ably::ConnectionChange> states;

private:
    std::unique_ptr<ably::Realtime> m_realtime;
    int m_connections = 0;
};

} // namespace gm::test
