#include "tests/support/realtimefixture.h"

namespace gm::test
{

using namespace ably;

namespace
{

/// What a healthy service answers to a frame.
void answerFrame(FakePeer &peer, const ProtocolMessage &frame)
{
    switch (frame.action) {
    case Action::Attach:
        return peer.send(build::attached(*frame.channel, QStringLiteral("serial-1"),
                                         frame.channelSerial.isEmpty() ? 0 : flag::Resumed));
    case Action::Detach:
        return peer.send(build::onChannel(Action::Detached, *frame.channel));
    case Action::Close:
        return peer.send(build::frame(Action::Closed));
    case Action::Auth:
        return peer.send(build::connected(QStringLiteral("conn-1"), QStringLiteral("key-after-auth")));
    case Action::Heartbeat:
        return peer.send(frame);
    default:
        return;
    }
}

} // namespace

RealtimeFixture::RealtimeFixture()
{
    options.endpoint = Endpoint().withFallbacks({});
    acceptAll();
    answerAll();
}

RealtimeFixture::~RealtimeFixture() = default;

Realtime &RealtimeFixture::realtime()
{
    if (!m_realtime) {
        m_realtime =
            std::make_unique<Realtime>(sockets, http, hasTokenSource ? &tokens : nullptr, clock, random, options);
        states.follow(*m_realtime);
    }
    return *m_realtime;
}

RealtimeChannel &RealtimeFixture::channel(const QString &name, const ChannelOptions &channelOptions)
{
    return realtime().channel(base::ChannelName(name), channelOptions);
}

void RealtimeFixture::connect()
{
    realtime().connectNow();
    settle();
}

RealtimeChannel &RealtimeFixture::attach(const QString &name, const ChannelOptions &channelOptions)
{
    if (realtime().state() != ConnectionState::Connected)
        connect();
    RealtimeChannel &result = channel(name, channelOptions);
    result.attach();
    settle();
    return result;
}

void RealtimeFixture::disconnectForLong()
{
    refuseAll();
    peer().drop();
    settle();
}

void RealtimeFixture::suspend()
{
    disconnectForLong();
    advance(std::chrono::minutes(3));
}

void RealtimeFixture::acceptAll()
{
    sockets.onAttempt = [this](FakePeer &peer) {
        ++m_connections;
        const bool resumes = peer.hasParam(QStringLiteral("resume"));
        const QString number = QString::number(m_connections);
        peer.accept();
        peer.send(build::connected(resumes ? QStringLiteral("conn-1") : QStringLiteral("conn-%1").arg(number),
                                   QStringLiteral("key-%1").arg(number)));
    };
}

void RealtimeFixture::refuseAll()
{
    sockets.onAttempt = [](FakePeer &peer) { peer.refuse(); };
}

void RealtimeFixture::ignoreAll()
{
    sockets.onAttempt = nullptr;
}

void RealtimeFixture::answerAll()
{
    sockets.onFrame = &answerFrame;
}

void RealtimeFixture::answerNothing()
{
    sockets.onFrame = nullptr;
}

} // namespace gm::test
