// The collection of channels and how a channel is to be attached: RTS, TB, RTL16.
#include "core/ably/payload.h"
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

} // namespace

Q_DECLARE_METATYPE(gm::ably::ChannelOptions)

class TstChannelOptions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void collectionListsItsChannels_data()
    {
        QTest::addColumn<QStringList>("made");
        QTest::newRow("RTS1/channels-collection-accessible-0") << QStringList();
        QTest::newRow("RTS2/iterate-channels-1") << QStringList{u"a"_s, u"b"_s};
    }

    void collectionListsItsChannels()
    {
        QFETCH(QStringList, made);
        RealtimeFixture f;
        std::for_each(made.crbegin(), made.crend(), [&f](const QString &each) { f.channel(each); });

        QStringList names;
        for (const RealtimeChannel *channel : f.realtime().channels())
            names.append(channel->name().text());

        QCOMPARE(names, made); // by name, whatever came first
    }

    void RTS2_channel_exists_check_0()
    {
        RealtimeFixture f;

        QVERIFY(!f.realtime().find(base::ChannelName(name)));
        f.channel();
        QVERIFY(f.realtime().find(base::ChannelName(name)));
    }

    void RTS3a_get_creates_new_channel_0()
    {
        RealtimeFixture f;

        RealtimeChannel &made = f.channel(name);

        QCOMPARE(made.name().text(), name);
        QCOMPARE(made.state(), ChannelState::Initialized);
        QCOMPARE(f.realtime().find(base::ChannelName(name)), &made);
    }

    void RTS3a_get_returns_existing_channel_1()
    {
        RealtimeFixture f;

        RealtimeChannel &first = f.channel();
        RealtimeChannel &second = f.channel();

        QCOMPARE(&first, &second);
    }

    void optionsAreKeptAsGiven_data()
    {
        QTest::addColumn<ChannelOptions>("options");
        QTest::newRow("RTS3b/options-set-on-new-0")
            << ChannelOptions{.params = {{u"rewind"_s, u"50"_s}}, .modes = flag::Subscribe | flag::PresenceSubscribe};
        QTest::newRow("TB2c/options-with-params-0")
            << ChannelOptions{.params = {{u"rewind"_s, u"1"_s}, {u"delta"_s, u"vcdiff"_s}}};
        QTest::newRow("TB2d/options-with-modes-0") << ChannelOptions{.modes = flag::Publish | flag::Subscribe};
    }

    void optionsAreKeptAsGiven()
    {
        QFETCH(ChannelOptions, options);
        RealtimeFixture f;

        RealtimeChannel &channel = f.attach(name, options);

        QCOMPARE(channel.options(), options);
        QCOMPARE(f.peer().received(Action::Attach).first().params, options.params);
        QCOMPARE(f.peer().received(Action::Attach).first().flags, options.modes);
    }

    void TB2_channel_options_attributes_0()
    {
        const ChannelOptions options;

        QVERIFY(options.params.isEmpty());
        QCOMPARE(options.modes, flag::Subscribe); // a follower asks for no more than it needs
    }

    void TB4_attach_on_subscribe_default_0()
    {
        const ChannelOptions usual;
        const ChannelOptions other{.attachOnSubscribe = false};

        QVERIFY(usual.attachOnSubscribe);
        QVERIFY(!other.attachOnSubscribe);
    }

    void TB3_with_cipher_key_0()
    {
        const CipherKey key(base::Secret(u"MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="_s));

        QVERIFY(key.isValid());
        QCOMPARE(key.bits(), 256);
        QCOMPARE(key.reveal(), "01234567890123456789012345678901");
    }

    void releaseForgetsTheChannel_RTS4a_data()
    {
        QTest::addColumn<QString>("released");
        QTest::addColumn<bool>("isThere");
        QTest::newRow("RTS4a/release-removes-channel-0") << name << false;
        QTest::newRow("RTS4a/release-nonexistent-noop-1") << u"never made"_s << true;
    }

    void releaseForgetsTheChannel_RTS4a()
    {
        QFETCH(QString, released);
        QFETCH(bool, isThere);
        RealtimeFixture f;
        f.channel(name);

        f.realtime().release(base::ChannelName(released));

        QCOMPARE(f.realtime().find(base::ChannelName(name)) != nullptr, isThere);
    }

    void RTS4a_release_detaches_attached_2()
    {
        RealtimeFixture f;
        QPointer<RealtimeChannel> channel = &f.attach();
        StateRecorder<ChannelChange> changes(*channel);

        f.realtime().release(base::ChannelName(name));
        f.settle();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);

        QCOMPARE(changes.path(), u"detaching detached");
        QVERIFY(!channel);
    }

    void RTS3a_get_after_release_new_3()
    {
        RealtimeFixture f;
        const RealtimeChannel *old = &f.attach();

        f.realtime().release(base::ChannelName(name));
        RealtimeChannel &fresh = f.channel();
        const auto call = fresh.attach();
        f.settle();

        QVERIFY(&fresh != old);
        QVERIFY(call.result());
        QCOMPARE(fresh.state(), ChannelState::Attached); // the DETACHED was for the old one
    }

    void RTL16_set_options_updates_0()
    {
        RealtimeFixture f;
        f.connect();
        const ChannelOptions options{.params = {{u"rewind"_s, u"1"_s}}};

        const auto call = f.channel().setOptions(options);

        QVERIFY(call.isFinished() && call.result());
        QCOMPARE(f.channel().options(), options);
        QVERIFY(f.peer().received().isEmpty());
    }

    // The suite wants an `attaching` event; like ably-js we stay attached, so that nothing is lost meanwhile.
    void RTL16a_triggers_reattach_0()
    {
        RealtimeFixture f;
        RealtimeChannel &channel = f.attach();
        StateRecorder<ChannelChange> changes(channel);
        QStringList ids;
        connect(&channel, &RealtimeChannel::messagesReceived, this, [&ids](const QList<Message> &received) {
            for (const Message &message : received)
                ids.append(message.id);
        });
        f.answerNothing();

        const auto call = channel.setOptions({.params = {{u"occupancy"_s, u"metrics"_s}}});
        f.peer().send(build::message(name, u"serial-2"_s, u"m"_s));
        f.settle();
        const bool isFinishedBefore = call.isFinished();
        f.peer().send(build::attached(name, u"serial-2"_s, flag::Resumed));
        f.settle();

        QVERIFY(!isFinishedBefore);
        QVERIFY(call.isFinished() && call.result());
        const auto attach = f.peer().received(Action::Attach).last();
        QCOMPARE(attach.params.value(u"occupancy"_s), u"metrics");
        QCOMPARE(attach.channelSerial, u"serial-1");
        QCOMPARE(changes.count(), 0);
        QCOMPARE(ids, QStringList{u"m:0"_s});
    }

    void setOptionsFailsWithTheChannel_RTL16a_data()
    {
        QTest::addColumn<bool>("isAnswered");
        QTest::newRow("refused") << true;
        QTest::newRow("not answered") << false;
    }

    void setOptionsFailsWithTheChannel_RTL16a()
    {
        QFETCH(bool, isAnswered);
        RealtimeFixture f;
        RealtimeChannel &channel = f.attach();
        f.answerNothing();

        const auto call = channel.setOptions({.params = {{u"rewind"_s, u"never"_s}}});
        if (isAnswered)
            f.peer().send(build::onChannel(Action::Error, name, build::error(40003, 400)));
        f.advance(10s);

        QVERIFY(call.isFinished());
        QCOMPARE(call.result().error().code, isAnswered ? 40003 : 90007);
        QCOMPARE(channel.state(), isAnswered ? ChannelState::Failed : ChannelState::Attached);
    }
};

QTEST_GUILESS_MAIN(TstChannelOptions)
#include "tst_channeloptions.moc"
