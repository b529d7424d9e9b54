// What a channel knows and hands on: RTL4k1, RTL7, RTL15, RTL17, RTL23, RTL24, TM2, rewind.
#include "tests/support/realtimefixture.h"

#include <QtTest>

using namespace gm;
using namespace gm::ably;
using namespace gm::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace
{

const QString name = u"conversation:1"_s;

/// Everything a channel hands on, as `name@id`.
struct Inbox {
    explicit Inbox(RealtimeChannel &channel)
    {
        QObject::connect(&channel, &RealtimeChannel::messagesReceived, &context,
                         [this](const QList<Message> &received, const ProtocolMessage &) {
                             for (const Message &message : received) {
                                 messages.append(message);
                                 ids.append(message.id);
                             }
                         });
    }

    QObject context;
    QList<Message> messages;
    QStringList ids;
};

} // namespace

class TstChannelAttributes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void RTL23_name_attribute_0()
    {
        RealtimeFixture f;

        QCOMPARE(f.channel(u"conversation:Über"_s).name().text(), u"conversation:Über");
    }

    void paramsAreWhatTheServiceRecognised_G8_RTL4k1()
    {
        RealtimeFixture f;
        f.answerNothing();
        f.connect();
        RealtimeChannel &channel = f.channel(name, {.params = {{u"rewind"_s, u"1"_s}, {u"tint"_s, u"blue"_s}}});
        channel.attach();
        auto frame = build::attached(name);
        frame.params = {{u"rewind"_s, u"1"_s}};

        f.peer().send(frame);
        f.settle();
        const auto recognised = channel.params();
        f.peer().send(build::attached(name));
        f.settle();

        QCOMPARE(recognised, frame.params);
        QVERIFY(channel.params().isEmpty()); // absent means none
    }

    void missingSubscribeModeIsToldOnceAnAttachment_G9_RTL7i()
    {
        RealtimeFixture f;
        f.answerNothing();
        f.connect();
        RealtimeChannel &channel = f.channel();
        QSignalSpy warnings(&channel, &RealtimeChannel::subscribeModeMissing);
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"90009"_s));
        channel.attach();
        auto frame = build::attached(name);
        frame.flags = flag::Presence;

        f.peer().send(frame);
        f.peer().send(frame);
        f.settle();

        QCOMPARE(warnings.count(), 1);
        QCOMPARE(warnings.first().first().value<quint32>(), flag::Presence);
    }

    void RTL15c_attach_serial_from_attached_0()
    {
        RealtimeFixture f;
        const QString before = f.channel().attachSerial();

        f.attach();

        QVERIFY(before.isNull());
        QCOMPARE(f.channel().attachSerial(), u"serial-1");
    }

    void RTL15c_attach_serial_server_reattach_1()
    {
        RealtimeFixture f;
        f.attach();

        f.peer().send(build::attached(name, u"serial-2"_s));
        f.settle();

        QCOMPARE(f.channel().attachSerial(), u"serial-2");
    }

    void RTL15c_attach_serial_not_updated_resumed_2()
    {
        RealtimeFixture f;
        f.attach();

        f.peer().send(build::attached(name, u"serial-2"_s, flag::Resumed));
        f.settle();

        QCOMPARE(f.channel().attachSerial(), u"serial-1");
        QCOMPARE(f.channel().channelSerial(), u"serial-2");
    }

    void RTL15b_channel_serial_from_messages_1_data()
    {
        QTest::addColumn<ProtocolMessage>("frame");
        QTest::addColumn<QString>("serial");
        const auto carrying = [](Action action, const QString &serial) {
            auto frame = build::onChannel(action, name);
            frame.channelSerial = serial;
            return frame;
        };
        QTest::newRow("RTL15b/channel-serial-from-attached-0") << build::attached(name, u"s2"_s) << u"s2"_s;
        QTest::newRow("MESSAGE") << build::message(name, u"s2"_s) << u"s2"_s;
        QTest::newRow("PRESENCE") << carrying(Action::Presence, u"s2"_s) << u"s2"_s;
        QTest::newRow("ANNOTATION") << carrying(Action::Annotation, u"s2"_s) << u"s2"_s;
        QTest::newRow("OBJECT") << carrying(Action::Object, u"s2"_s) << u"s2"_s;
        QTest::newRow("RTL15b/serial-not-updated-empty-2") << carrying(Action::Message, {}) << u"serial-1"_s;
        QTest::newRow("RTL15b/serial-not-updated-irrelevant-3") << carrying(Action::Sync, u"sync:1"_s) << u"serial-1"_s;
        QTest::newRow("ACK") << carrying(Action::Ack, u"s2"_s) << u"serial-1"_s;
    }

    void RTL15b_channel_serial_from_messages_1()
    {
        QFETCH(ProtocolMessage, frame);
        QFETCH(QString, serial);
        RealtimeFixture f;
        f.attach();

        f.peer().send(frame);
        f.settle();

        QCOMPARE(f.channel().channelSerial(), serial);
    }

    void RTL15b1_serial_cleared_detached_0()
    {
        RealtimeFixture f;
        RealtimeChannel &channel = f.attach();

        channel.detach();
        f.settle();
        f.peer().send(build::message(name, u"still under way"_s));
        f.settle();

        QVERIFY(channel.channelSerial().isEmpty());
    }

    void RTL15b1_serial_cleared_failed_2()
    {
        RealtimeFixture f;
        RealtimeChannel &channel = f.attach();

        f.peer().send(build::onChannel(Action::Error, name, build::error(90001, 500)));
        f.settle();

        QVERIFY(channel.channelSerial().isEmpty());
    }

    // The suite wants it cleared; RTL15b2 keeps it.
    void RTL15b1_serial_cleared_suspended_1()
    {
        RealtimeFixture f;
        RealtimeChannel &channel = f.attach();

        f.suspend();

        QCOMPARE(channel.state(), ChannelState::Suspended);
        QCOMPARE(channel.channelSerial(), u"serial-1");
    }

    void serverDetachKeepsTheSerialForTheReattach_RTL13a()
    {
        RealtimeFixture f;
        f.attach();
        f.peer().send(build::message(name, u"serial-7"_s));
        f.peer().send(build::onChannel(Action::Detached, name, build::error(90198, 500)));
        f.settle();

        QCOMPARE(f.peer().received(Action::Attach).last().channelSerial, u"serial-7");
    }

    void refusalIsKeptAsTheReason_RTL24_data()
    {
        QTest::addColumn<int>("code");
        QTest::newRow("RTL24/error-reason-channel-error-0") << 90001;
        QTest::newRow("RTL24/error-reason-populated-0") << 40160;
    }

    void refusalIsKeptAsTheReason_RTL24()
    {
        QFETCH(int, code);
        RealtimeFixture f;
        RealtimeChannel &channel = f.attach();
        const bool hadOne = channel.errorReason().has_value();

        f.peer().send(build::onChannel(Action::Error, name, build::error(code, 500, u"broken"_s)));
        f.settle();

        QVERIFY(!hadOne);
        QCOMPARE(*channel.errorReason(), build::error(code, 500, u"broken"_s));
    }

    void RTL24_error_reason_attach_failure_1()
    {
        RealtimeFixture f;
        f.answerNothing();
        f.connect();
        f.channel().attach();

        f.peer().send(build::onChannel(Action::Error, name, build::error(40160, 401)));
        f.settle();

        QCOMPARE(f.channel().errorReason()->code, 40160);
        QCOMPARE(f.channel().errorReason()->statusCode, 401);
    }

    void attachClearsTheReason_RTL4c_data()
    {
        QTest::addColumn<bool>("detachesAfterwards");
        QTest::newRow("RTL4c/error-cleared-on-attach-0") << false;
        QTest::newRow("RTL4c/error-reason-cleared-attach-0") << false;
        QTest::newRow("RTL4c/error-cleared-preserved-detach-1") << true;
    }

    void attachClearsTheReason_RTL4c()
    {
        QFETCH(bool, detachesAfterwards);
        RealtimeFixture f;
        RealtimeChannel &channel = f.attach();
        f.peer().send(build::onChannel(Action::Error, name, build::error(50000, 500)));
        f.settle();

        QCOMPARE(channel.errorReason()->code, 50000);

        channel.attach();
        f.settle();
        if (detachesAfterwards)
            channel.detach();
        f.settle();

        QCOMPARE(channel.state(), detachesAfterwards ? ChannelState::Detached : ChannelState::Attached);
        QVERIFY(!channel.errorReason());
    }

    void RTL7a_multiple_messages_per_protocol_1()
    {
        RealtimeFixture f;
        Inbox inbox(f.attach());
        auto frame = build::message(name, u"s2"_s, u"frame"_s);
        frame.messages.append({.name = {}, .kind = DataKind::Text, .data = "nameless"});
        frame.messages.append({.id = u"own"_s, .name = u"third"_s});

        f.peer().send(frame);
        f.settle();

        QCOMPARE(inbox.ids, (QStringList{u"frame:0"_s, u"frame:1"_s, u"own"_s}));
    }

    void RTL17_no_delivery_when_not_attached_0()
    {
        RealtimeFixture f;
        f.answerNothing();
        f.connect();
        Inbox inbox(f.channel());
        f.channel().attach();

        f.peer().send(build::message(name, u"s1"_s, u"too early"_s));
        f.settle();
        f.peer().send(build::attached(name));
        f.peer().send(build::message(name, u"s2"_s, u"in time"_s));
        f.peer().send(build::onChannel(Action::Error, name, build::error(40160, 401)));
        f.peer().send(build::message(name, u"s3"_s, u"too late"_s));
        f.settle();

        QCOMPARE(inbox.ids, QStringList{u"in time:0"_s});
    }

    void framesForUnknownChannelsAreIgnored_G20()
    {
        RealtimeFixture f;
        f.attach();

        f.peer().send(build::message(u"conversation:unknown"_s, u"s"_s));
        f.peer().send(build::onChannel(Action::Error, u""_s, build::error(40010, 400)));
        f.peer().send(build::onChannel(Action::Detached, u"conversation:unknown"_s));
        f.settle();

        QCOMPARE(f.realtime().state(), ConnectionState::Connected);
        QCOMPARE(f.channel().state(), ChannelState::Attached);
    }

    void unknownFlagsAreNoModes_G20()
    {
        RealtimeFixture f;
        f.attach();

        f.peer().send(build::attached(name, u"s"_s, 1U << 20 | 1U << 23 | 1U << 30));
        f.settle();

        QCOMPARE(f.channel().modes(), flag::Subscribe);
    }

    void TM2a_all_fields_populated_together_3()
    {
        RealtimeFixture f;
        Inbox inbox(f.attach());
        auto frame = build::message(name, u"s2"_s, u"frame"_s);
        frame.connectionId = u"publisher"_s;
        frame.timestamp = 1'733'000'000'000;

        f.peer().send(frame);
        f.settle();

        QCOMPARE(inbox.messages.first().id, u"frame:0");
        QCOMPARE(inbox.messages.first().connectionId, u"publisher");
        QCOMPARE(inbox.messages.first().timestamp, 1'733'000'000'000);
    }

    void RSF1_message_unrecognised_attrs_0()
    {
        RealtimeFixture f;
        Inbox inbox(f.attach());

        f.peer().sendRaw(
            uR"({"action":15,"channel":"conversation:1","messages":[{"id":"x","hue":{"a":1},"data":"d"}]})"_s);
        f.settle();

        QCOMPARE(inbox.ids, QStringList{u"x"_s});
    }

    // Rewind applies where there is no serial to continue from; whatever asks, the params are the same.
    void rewindIsAskedForAndTheSerialOverridesIt_G17_data()
    {
        QTest::addColumn<QString>("rewind");
        QTest::newRow("by count") << u"50"_s;
        QTest::newRow("by time") << u"2m"_s;
    }

    void rewindIsAskedForAndTheSerialOverridesIt_G17()
    {
        QFETCH(QString, rewind);
        RealtimeFixture f;
        RealtimeChannel &channel = f.attach(name, {.params = {{u"rewind"_s, rewind}, {u"rewindLimit"_s, u"10"_s}}});
        const auto first = f.peer().received(Action::Attach).first();

        f.peer().drop();
        f.settle();
        const auto resumed = f.peer().received(Action::Attach).first();
        channel.detach();
        channel.attach();
        f.settle();
        const auto again = f.peer().received(Action::Attach).last();

        QCOMPARE(first.params.value(u"rewind"_s), rewind);
        QVERIFY(first.channelSerial.isEmpty());
        QCOMPARE(resumed.channelSerial, u"serial-1");
        QVERIFY(again.channelSerial.isEmpty());
    }

    void backlogComesBeforeLiveMessagesEachOnce_G17()
    {
        RealtimeFixture f;
        f.answerNothing();
        f.connect();
        RealtimeChannel &channel = f.channel(name, {.params = {{u"rewind"_s, u"2"_s}}});
        Inbox inbox(channel);
        StateRecorder<ChannelChange> changes(channel);
        channel.attach();

        f.peer().send(build::attached(name, u"s0"_s, flag::HasBacklog));
        for (const QString &id : {u"old-1"_s, u"old-2"_s, u"live"_s})
            f.peer().send(build::message(name, id, id));
        f.settle();

        QVERIFY(changes.last().hasBacklog);
        QCOMPARE(inbox.ids, (QStringList{u"old-1:0"_s, u"old-2:0"_s, u"live:0"_s}));
    }
};

QTEST_GUILESS_MAIN(TstChannelAttributes)
#include "tst_channelattributes.moc"
