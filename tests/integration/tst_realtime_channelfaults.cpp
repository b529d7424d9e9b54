// Channels whose frames are lost, refused or come unasked, over real sockets.
#include "tests/integration/proxied.h"

#include <QtTest>

using namespace gm;
using namespace gm::ably;
using namespace gm::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

using Way = FrameProxy::Way;

class TstRealtimeChannelFaults : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void RTL4f_attach_timeout_suppressed_0()
    {
        Proxied to;
        to.options.timeouts.realtimeRequest = 300ms;
        to.options.timeouts.channelRetry = 1h;
        to.proxy.swallow(Way::ToService, frameaction::attach);
        ProxiedClient client(to);
        QVERIFY(client.connect());
        RealtimeChannel &channel = client.channel();

        const auto done = channel.attach();
        QVERIFY(soon([&] { return done.isFinished(); }));

        QCOMPARE(done.result().error().code, 90007);
        QCOMPARE(client.changes.path(), u"attaching suspended");
        QCOMPARE(client.realtime.state(), ConnectionState::Connected);
        QCOMPARE(to.proxy.seen(Way::ToService, frameaction::attach).size(), 1);
    }

    void RTL14_error_on_attach_0()
    {
        Proxied to;
        to.proxy.replace(Way::ToClient, frameaction::attached,
                         frameWithError(frameaction::error, 40160, 401, anyChannel()));
        ProxiedClient client(to);
        QVERIFY(client.connect());
        RealtimeChannel &channel = client.channel();

        const auto done = channel.attach();
        QVERIFY(soon([&] { return done.isFinished(); }));

        QCOMPARE(done.result().error().code, 40160);
        QCOMPARE(channel.state(), ChannelState::Failed);
        QCOMPARE(channel.errorReason()->code, 40160);
        QCOMPARE(client.realtime.state(), ConnectionState::Connected);
    }

    void RTL5f_detach_timeout_suppressed_0()
    {
        Proxied to;
        to.options.timeouts.realtimeRequest = 300ms;
        to.proxy.swallow(Way::ToService, frameaction::detach);
        ProxiedClient client(to);
        RealtimeChannel &channel = client.attach();

        const auto done = channel.detach();
        QVERIFY(soon([&] { return done.isFinished(); }));

        QCOMPARE(done.result().error().code, 90007);
        QCOMPARE(client.changes.path(), u"attaching attached detaching attached");
        QCOMPARE(client.realtime.state(), ConnectionState::Connected);
    }

    void RTL13a_unsolicited_detach_reattach_0()
    {
        Proxied to;
        ProxiedClient client(to);
        RealtimeChannel &channel = client.attach();

        to.proxy.inject(frameWithError(frameaction::detached, 90198, 500, anyChannel()));
        QVERIFY(soon([&] { return client.changes.count() == 4; }));
        to.service.publish(u"after"_s);
        QVERIFY(soon([&] { return client.texts() == QStringList{u"after"_s}; }));

        QCOMPARE(client.changes.path(), u"attaching attached attaching attached");
        QCOMPARE(client.changes.into(ChannelState::Attaching).last().reason->code, 90198);
        QCOMPARE(channel.state(), ChannelState::Attached);
        QCOMPARE(to.proxy.seen(Way::ToService, frameaction::attach).size(), 2);
    }

    void RTL14_channel_error_goes_failed_1()
    {
        Proxied to;
        ProxiedClient client(to);
        RealtimeChannel &channel = client.attach();
        client.changes.clear();

        to.proxy.inject(frameWithError(frameaction::error, 40160, 401, anyChannel()));
        QVERIFY(client.reaches(channel, ChannelState::Failed));

        QCOMPARE(client.changes.path(), u"failed");
        QCOMPARE(client.changes.last().reason->code, 40160);
        QCOMPARE(client.realtime.state(), ConnectionState::Connected);
        QCOMPARE(to.proxy.seen(Way::ToService, frameaction::attach).size(), 1);
    }

    void RTL12_attached_non_resumed_update_0()
    {
        Proxied to;
        ProxiedClient client(to);
        RealtimeChannel &channel = client.attach();
        client.changes.clear();

        QJsonObject attached = frameWithError(frameaction::attached, 50000, 500, anyChannel());
        attached.insert(u"flags"_s, qint64(flag::Subscribe));
        to.proxy.inject(attached);
        QVERIFY(soon([&] { return client.changes.count() == 1; }));

        QCOMPARE(client.changes.path(), u"attached!");
        QCOMPARE(client.changes.last().event, ChannelEvent::Update);
        QCOMPARE(client.changes.last().reason->code, 50000);
        QCOMPARE(client.changes.last().resumed, false);
        QCOMPARE(channel.state(), ChannelState::Attached);
    }

    void RTL3d_channels_reattach_on_reconnect_0()
    {
        Proxied to;
        ProxiedClient client(to);
        const RealtimeChannel &first = client.attach(u"conversation:1"_s);
        const RealtimeChannel &second = client.attach(u"conversation:2"_s);

        to.proxy.closeClient();
        QVERIFY(soon([&] { return client.changes.into(ChannelState::Attached).size() == 4; }));
        to.service.publish(u"one"_s, u"conversation:1"_s);
        to.service.publish(u"two"_s, u"conversation:2"_s);
        QVERIFY(soon([&] { return client.texts() == (QStringList{u"one"_s, u"two"_s}); }));

        QCOMPARE(first.state(), ChannelState::Attached);
        QCOMPARE(second.state(), ChannelState::Attached);
        const QList<QJsonObject> attaches = to.proxy.seen(Way::ToService, frameaction::attach);
        QCOMPARE(attaches.size(), 4);
        for (const QJsonObject &attach : attaches.mid(2))
            QVERIFY(!attach.value(u"channelSerial"_s).toString().isEmpty());
    }
};

QTEST_GUILESS_MAIN(TstRealtimeChannelFaults)
#include "tst_realtime_channelfaults.moc"
