// Deltas of a channel: RTL18, RTL19, RTL20, RTL21, PC3, G16.
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
const QString deltaChain = u"utf-8/vcdiff/base64"_s;

Message whole(const QString &id, const QByteArray &data, const QString &encoding = {})
{
    return {.id = id, .name = u"status"_s, .kind = DataKind::Text, .data = data, .encoding = encoding};
}

/// What a test's "delta" says: the decoder of the fixture replaces `_` in it by the base.
Message delta(const QString &id, const QString &from, const QByteArray &data, const QString &encoding = deltaChain)
{
    Message message = whole(id, encoding.endsWith(u"base64") ? data.toBase64() : data, encoding);
    message.extras = QStringLiteral(R"({"delta":{"from":"%1","format":"vcdiff"}})").arg(from).toUtf8();
    return message;
}

ProtocolMessage frame(const QString &serial, const QList<Message> &messages)
{
    ProtocolMessage result = build::onChannel(Action::Message, name);
    result.channelSerial = serial;
    result.messages = messages;
    return result;
}

/// An attached channel that asked for deltas, and everything it hands on.
struct Fixture : RealtimeFixture {
    Fixture()
    {
        options.deltaDecoder = [this](QByteArrayView base, QByteArrayView patch) -> base::Result<QByteArray> {
            bases.append(base.toByteArray());
            patches.append(patch.toByteArray());
            if (patch == "bad")
                return base::Error{.code = 40018, .what = u"It does not fit."_s};
            return patch.toByteArray().replace('_', base.toByteArray());
        };
    }

    RealtimeChannel &begin()
    {
        RealtimeChannel &result = attach(name, {.params = {{u"delta"_s, u"vcdiff"_s}}});
        changes.follow(result);
        QObject::connect(&result, &RealtimeChannel::messagesReceived, &context, [this](const QList<Message> &messages) {
            for (const Message &message : messages) {
                received.append(message);
                texts.append(QString::fromUtf8(decodePayload(message).bytes));
            }
        });
        return result;
    }

    void send(const QString &serial, const QList<Message> &messages)
    {
        peer().send(frame(serial, messages));
        settle();
    }

    /// The channelSerial of each ATTACH since the first one.
    [[nodiscard]] QStringList recoveries() const
    {
        QStringList serials;
        for (const ProtocolMessage &sent : peer().received(Action::Attach).sliced(1))
            serials.append(sent.channelSerial);
        return serials;
    }

    QList<QByteArray> bases;
    QList<QByteArray> patches;
    QList<Message> received;
    QStringList texts;
    StateRecorder<ChannelChange> changes;
    QObject context;
};

} // namespace

class TstDeltas : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void RTL21_ascending_index_order_0()
    {
        Fixture f;
        RealtimeChannel &channel = f.begin();

        f.send(u"s2"_s, {whole(u"m1"_s, "a"), delta(u"m2"_s, u"m1"_s, "_b"), delta(u"m3"_s, u"m2"_s, "_c")});

        QCOMPARE(f.texts, (QStringList{u"a"_s, u"ab"_s, u"abc"_s}));
        QCOMPARE(channel.channelSerial(), u"s2"_s);
        QVERIFY(f.changes.all().isEmpty());
    }

    void RTL19b_stores_base_payload_0()
    {
        Fixture f;
        f.begin();

        f.send(u"s2"_s, {whole(u"m1"_s, "first")});
        f.send(u"s3"_s, {delta(u"m2"_s, u"m1"_s, "_ and more")});

        QCOMPARE(f.texts.last(), u"first and more"_s);
    }

    void RTL19b_json_wire_form_base_1()
    {
        Fixture f;
        f.begin();

        f.send(u"s2"_s, {whole(u"m1"_s, R"({ "a" : 1 })", u"json"_s),
                         delta(u"m2"_s, u"m1"_s, "[_]", u"json/utf-8/vcdiff/base64"_s)});

        QCOMPARE(f.bases, (QList<QByteArray>{R"({ "a" : 1 })"}));
        QCOMPARE(f.texts.last(), uR"([{ "a" : 1 }])"_s);
        QCOMPARE(f.received.last().encoding, u"json/utf-8"_s);
    }

    void RTL19a_base64_decoded_before_store_0()
    {
        Fixture f;
        f.begin();

        f.send(u"s2"_s, {whole(u"m1"_s, QByteArray("\0\xff", 2).toBase64(), u"base64"_s)});
        f.send(u"s3"_s, {delta(u"m2"_s, u"m1"_s, "_!", u"vcdiff/base64"_s)});

        QCOMPARE(f.bases, (QList<QByteArray>{QByteArray("\0\xff", 2)}));
        QCOMPARE(decodePayload(f.received.last()).bytes, QByteArray("\0\xff!", 3));
        QCOMPARE(decodePayload(f.received.last()).kind, PayloadKind::Bytes);
    }

    void RTL19c_delta_result_becomes_base_0()
    {
        Fixture f;
        f.begin();

        f.send(u"s2"_s, {whole(u"m1"_s, "a")});
        f.send(u"s3"_s, {delta(u"m2"_s, u"m1"_s, "_b")});
        f.send(u"s4"_s, {delta(u"m3"_s, u"m2"_s, "_c")});

        QCOMPARE(f.bases, (QList<QByteArray>{"a", "ab"}));
        QCOMPARE(f.texts.last(), u"abc"_s);
    }

    void RTL20_mismatched_id_triggers_recovery_0()
    {
        Fixture f;
        RealtimeChannel &channel = f.begin();
        f.answerNothing();
        f.send(u"s2"_s, {whole(u"m1"_s, "a")});

        f.send(u"s3"_s, {delta(u"m3"_s, u"m2"_s, "_b")});

        QCOMPARE(f.changes.path(), u"attaching"_s);
        QCOMPARE(f.changes.last().reason->code, 40018);
        QVERIFY(f.changes.last().reason->message.contains(u"\"m2\""));
        QCOMPARE(channel.errorReason()->code, 40018);
        QCOMPARE(f.recoveries(), (QStringList{u"s2"_s}));
        QCOMPARE(f.texts, (QStringList{u"a"_s}));
    }

    void RTL20_last_id_updated_on_decode_1()
    {
        Fixture f;
        f.begin();

        f.send(u"s2"_s, {whole(u"m1"_s, "a"), whole(u"m2"_s, "b")});
        f.send(u"s3"_s, {delta(u"m3"_s, u"m2"_s, "_c"), delta(u"m4"_s, u"m3"_s, "_d")});
        f.send(u"s4"_s, {delta(u"m5"_s, u"m4"_s, "_e")});

        QCOMPARE(f.texts, (QStringList{u"a"_s, u"b"_s, u"bc"_s, u"bcd"_s, u"bcde"_s}));
    }

    void mismatchOnALaterMessageOfAFrame_RTL20_G16_data()
    {
        QTest::addColumn<QString>("from");
        QTest::newRow("the one before the last") << u"m1"_s;
        QTest::newRow("one that never came") << u"m9"_s;
        QTest::newRow("not told") << QString();
    }

    void mismatchOnALaterMessageOfAFrame_RTL20_G16()
    {
        QFETCH(const QString, from);
        Fixture f;
        f.begin();
        f.answerNothing();

        f.send(u"s2"_s, {whole(u"m1"_s, "a"), delta(u"m2"_s, u"m1"_s, "_b"), delta(u"m3"_s, from, "_c")});

        QCOMPARE(f.changes.last().reason->code, 40018);
        QCOMPARE(f.texts, (QStringList{u"a"_s, u"ab"_s}));
        QCOMPARE(f.recoveries(), (QStringList{u"serial-1"_s}));
    }

    void PC3_vcdiff_plugin_decodes_0()
    {
        Fixture f;
        f.begin();

        f.send(u"s2"_s, {whole(u"m1"_s, "\xc3\xa9t\xc3\xa9"), delta(u"m2"_s, u"m1"_s, "_ 2026")});

        QCOMPARE(f.bases, (QList<QByteArray>{"\xc3\xa9t\xc3\xa9"})); // PC3a
        QCOMPARE(f.patches, (QList<QByteArray>{"_ 2026"}));
        QCOMPARE(f.texts.last(), u"été 2026"_s);
        QCOMPARE(f.received.last().deltaEncoding, u"vcdiff/base64"_s);
        QCOMPARE(f.received.last().deltaBytes, 6);
        QCOMPARE(f.received.first().deltaBytes, 0);
    }

    void PC3_no_plugin_fails_1()
    {
        Fixture f;
        f.options.deltaDecoder = nullptr;
        RealtimeChannel &channel = f.begin();

        f.send(u"s2"_s, {whole(u"m1"_s, "a"), delta(u"m2"_s, u"m1"_s, "_b")});

        QCOMPARE(channel.state(), ChannelState::Failed);
        QCOMPARE(channel.errorReason()->code, 40019);
        QVERIFY(f.recoveries().isEmpty());
    }

    void RTL18_decode_failure_recovery_0()
    {
        Fixture f;
        RealtimeChannel &channel = f.begin();
        f.answerNothing();
        f.send(u"s2"_s, {whole(u"m1"_s, "a")});

        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"40018"_s)); // RTL18a
        f.send(u"s3"_s, {delta(u"m2"_s, u"m1"_s, "bad")});

        QCOMPARE(channel.state(), ChannelState::Attaching);
        QCOMPARE(f.changes.last().reason->code, 40018); // RTL18c
        QCOMPARE(f.changes.last().reason->cause->message, u"It does not fit."_s);
        QCOMPARE(f.recoveries(), (QStringList{u"s2"_s})); // RTL18b
        QCOMPARE(channel.channelSerial(), u"s2"_s);
        QCOMPARE(f.texts, (QStringList{u"a"_s}));
    }

    void RTL18c_recovery_completes_on_attached_0()
    {
        Fixture f;
        RealtimeChannel &channel = f.begin();
        f.send(u"s2"_s, {whole(u"m1"_s, "a")});

        f.send(u"s3"_s, {delta(u"m2"_s, u"m1"_s, "bad")});
        f.send(u"s3"_s, {whole(u"m2"_s, "ab")});
        f.send(u"s4"_s, {delta(u"m3"_s, u"m2"_s, "_c")});

        QCOMPARE(f.changes.path(), u"attaching attached"_s);
        QVERIFY(!channel.errorReason());
        QCOMPARE(f.texts, (QStringList{u"a"_s, u"ab"_s, u"abc"_s}));
        QCOMPARE(channel.channelSerial(), u"s4"_s);
    }

    void RTL18_single_recovery_at_time_1()
    {
        Fixture f;
        RealtimeChannel &channel = f.begin();
        f.answerNothing();
        f.send(u"s2"_s, {whole(u"m1"_s, "a")});

        for (const QString &id : {u"m2"_s, u"m3"_s, u"m4"_s})
            f.send(u"s-"_s + id, {delta(id, u"m1"_s, "bad")});

        QCOMPARE(f.recoveries(), (QStringList{u"s2"_s}));
        QCOMPARE(f.changes.path(), u"attaching"_s);
        QCOMPARE(channel.channelSerial(), u"s2"_s);
    }

    /// What was good in a frame is delivered at once, and not again when the service repeats the frame.
    void failureInsideAFrame_RTL18_G16()
    {
        Fixture f;
        f.begin();
        const auto spoiled = [](const QByteArray &third) {
            return QList<Message>{whole(u"m1"_s, "a"), delta(u"m2"_s, u"m1"_s, "_b"), delta(u"m3"_s, u"m2"_s, third),
                                  delta(u"m4"_s, u"m3"_s, "_d")};
        };

        f.send(u"s2"_s, spoiled("bad"));
        QCOMPARE(f.texts, (QStringList{u"a"_s, u"ab"_s}));
        f.send(u"s2"_s, spoiled("bad"));
        QCOMPARE(f.texts, (QStringList{u"a"_s, u"ab"_s}));
        f.send(u"s2"_s, spoiled("_c"));
        f.send(u"s3"_s, {whole(u"m1"_s, "published again")});

        QCOMPARE(f.texts, (QStringList{u"a"_s, u"ab"_s, u"abc"_s, u"abcd"_s, u"published again"_s}));
        QCOMPARE(f.recoveries(), (QStringList{u"serial-1"_s, u"serial-1"_s}));
    }

    /// A service that goes on with deltas against the last good frame is understood as well.
    void standsAtTheLastGoodFrameAfterAFailure_RTL18_G16()
    {
        Fixture f;
        f.begin();
        f.send(u"s2"_s, {whole(u"m1"_s, "a")});

        f.send(u"s3"_s, {whole(u"m2"_s, "b"), delta(u"m3"_s, u"m2"_s, "bad")});
        f.send(u"s3"_s, {delta(u"m2"_s, u"m1"_s, "b"), delta(u"m3"_s, u"m2"_s, "_c")});

        QCOMPARE(f.texts, (QStringList{u"a"_s, u"b"_s, u"bc"_s}));
    }

    void timeoutDuringRecovery_RTL18c_G16()
    {
        // given: a recovery the service does not answer, while frames go on arriving
        Fixture f;
        RealtimeChannel &channel = f.begin();
        f.send(u"s2"_s, {whole(u"m1"_s, "a")});
        f.answerNothing();
        f.send(u"s3"_s, {delta(u"m2"_s, u"m1"_s, "bad")});
        f.send(u"s4"_s, {whole(u"m3"_s, "c")});

        // when
        f.advance(f.options.timeouts.realtimeRequest);
        QCOMPARE(channel.state(), ChannelState::Suspended);
        QCOMPARE(channel.errorReason()->code, 90007);
        f.answerAll();
        f.advance(f.options.timeouts.channelRetry);

        // then: the next attach still asks for all since the last good frame
        QCOMPARE(f.changes.path(), u"attaching suspended attaching attached"_s);
        QCOMPARE(f.recoveries(), (QStringList{u"s2"_s, u"s2"_s}));
        QCOMPARE(f.texts, (QStringList{u"a"_s}));
    }

    void connectionLostDuringRecovery_RTL18c_G16()
    {
        Fixture f;
        RealtimeChannel &channel = f.begin();
        f.send(u"s2"_s, {whole(u"m1"_s, "a")});
        f.answerNothing();
        f.send(u"s3"_s, {delta(u"m2"_s, u"m1"_s, "bad")});
        f.answerAll();

        f.peer().drop();
        f.settle();
        f.advance(2s);

        QCOMPARE(channel.state(), ChannelState::Attached);
        QCOMPARE(f.peer().received(Action::Attach).first().channelSerial, u"s2"_s);
    }

    void encryptedBase_G16()
    {
        // given: an encrypted message, and one that is a delta against its bytes on the wire
        Fixture f;
        f.options.deltaDecoder = ClientOptions().deltaDecoder;
        f.begin();
        const CipherKey key{base::Secret(u"WUP6u0K7MXI5Zeo0VppPwg=="_s)};
        const QByteArray encrypted = "HO4cYSP8LybPYBPZPHQOtvmStzmExkdjvrn51J6cmaTZrGl+EsJ61sgxmZ6j6jcA";
        const QString chain = u"utf-8/cipher+aes-128-cbc"_s;
        // COPY of all 48 bytes
        const QByteArray same = QByteArray::fromHex("d6c3c40000"
                                                    "01"
                                                    "30"
                                                    "00"
                                                    "08"
                                                    "30"
                                                    "00"
                                                    "00"
                                                    "02"
                                                    "01"
                                                    "1330"
                                                    "00");

        // when
        f.send(u"s2"_s, {whole(u"m1"_s, encrypted, chain + u"/base64"),
                         delta(u"m2"_s, u"m1"_s, same, chain + u"/vcdiff/base64")});

        // then
        QCOMPARE(f.received.size(), 2);
        const Payload first = decodePayload(f.received.first(), key);
        const Payload second = decodePayload(f.received.last(), key);
        QVERIFY2(first.isWhole() && second.isWhole(), qPrintable(second.error ? second.error->why : QString()));
        QCOMPARE(second.bytes, first.bytes);
        QCOMPARE(f.received.last().encoding, chain);
    }

    void appliesWhatXdelta3Makes_PC3_data()
    {
        QTest::addColumn<bool>("isMsgpack");
        QTest::newRow("JSON") << false;
        QTest::newRow("msgpack") << true;
    }

    void appliesWhatXdelta3Makes_PC3()
    {
        // given
        QFETCH(const bool, isMsgpack);
        const auto content = [](const char *file) {
            QFile data(QStringLiteral(GM_TEST_DATA "/vcdiff/%1").arg(QLatin1StringView(file)));
            return data.open(QIODevice::ReadOnly) ? data.readAll() : QByteArray();
        };
        Fixture f;
        f.options.useMsgpack = isMsgpack;
        f.options.deltaDecoder = ClientOptions().deltaDecoder;
        f.begin();
        Message second = delta(u"m2"_s, u"m1"_s, content("status.vcdiff"),
                               isMsgpack ? u"json/utf-8/vcdiff"_s : u"json/utf-8/vcdiff/base64"_s);
        if (isMsgpack)
            second.kind = DataKind::Binary;

        // when
        f.send(u"s2"_s, {whole(u"m1"_s, content("status.source"), u"json"_s), second});

        // then
        QCOMPARE(f.texts.last().toUtf8(), content("status.target"));
    }

    void badBase64IsAFailure_RTL19a_data()
    {
        QTest::addColumn<Message>("first");
        QTest::addColumn<Message>("second");
        Message spoiled = delta(u"m2"_s, u"m1"_s, "_b");
        spoiled.data = "!!!";
        QTest::newRow("of the delta") << whole(u"m1"_s, "a") << spoiled;
        QTest::newRow("of the base") << whole(u"m1"_s, "!!!", u"base64"_s) << delta(u"m2"_s, u"m1"_s, "_b");
    }

    void badBase64IsAFailure_RTL19a()
    {
        QFETCH(const Message, first);
        QFETCH(const Message, second);
        Fixture f;
        f.begin();
        f.answerNothing();

        f.send(u"s2"_s, {first, second});

        QCOMPARE(f.changes.last().reason->code, 40018);
        QCOMPARE(f.received.size(), 1);
    }

    void forgetsTheBaseWhenDetached()
    {
        Fixture f;
        RealtimeChannel &channel = f.begin();
        f.send(u"s2"_s, {whole(u"m1"_s, "a")});
        channel.detach();
        f.settle();
        channel.attach();
        f.settle();
        f.changes.clear();

        f.send(u"s3"_s, {delta(u"m2"_s, u"m1"_s, "_b")});

        QCOMPARE(f.changes.all().first().reason->code, 40018);
    }
};

QTEST_GUILESS_MAIN(TstDeltas)
#include "tst_deltas.moc"
