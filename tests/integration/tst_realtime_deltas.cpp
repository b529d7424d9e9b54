// Deltas from the sandbox's own encoder, made whole by the client, over real sockets.
#include "tests/integration/proxied.h"

#include <QJsonArray>
#include <QtTest>

using namespace gm;
using namespace gm::ably;
using namespace gm::test;
using namespace Qt::StringLiterals;

namespace
{

const ChannelOptions withDeltas{.params = {{u"delta"_s, u"vcdiff"_s}}};

/// Payloads that differ in a number only.
QStringList alike(int from, int to)
{
    QStringList texts;
    for (int i = from; i < to; ++i)
        texts += QString(u"the same words in every message, and the number "_s % QString::number(i));
    return texts;
}

/// The client's own decoder, counted, and spoiled where a test asks for it.
struct Decoder {
    /// @p options with it. It outlives their client.
    ClientOptions in(ClientOptions options)
    {
        options.deltaDecoder = [this, apply = options.deltaDecoder](QByteArrayView base, QByteArrayView delta) {
            ++calls;
            return calls == failsAt ? base::Result<QByteArray>(base::Error{.what = u"Spoiled by the test."_s})
                                    : apply(base, delta);
        };
        return options;
    }

    int calls = 0;
    int failsAt = 0; ///< The call that fails, counted from 1; 0: none.
};

void publishAll(AblyService &service, const QStringList &texts)
{
    for (const QString &text : texts)
        service.publish(text);
}

} // namespace

class TstRealtimeDeltas : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addFormats(); }

    void PC3_delta_decode_end_to_end_0()
    {
        AblyService service;
        Decoder decoder;
        RealtimeClient client(service, decoder.in(inFormat(service)));
        const RealtimeChannel &channel = client.attach(anyChannel(), withDeltas);

        publishAll(service, alike(0, 10));
        QVERIFY(soon([&] { return client.messages.size() == 10; }));

        QCOMPARE(client.texts(), alike(0, 10));
        QCOMPARE(decoder.calls, 9);
        QCOMPARE(channel.params().value(u"delta"_s), u"vcdiff");
    }

    void RTL19b_dissimilar_payloads_no_delta_0()
    {
        AblyService service;
        Decoder decoder;
        RealtimeClient client(service, decoder.in(inFormat(service)));
        client.attach(anyChannel(), withDeltas);
        const QStringList unlike{u"alpha"_s, u"BRAVO"_s, u"charlie"_s, u"DELTA"_s};

        publishAll(service, unlike);
        QVERIFY(soon([&] { return client.messages.size() == 4; }));

        QCOMPARE(client.texts(), unlike);
        QCOMPARE(decoder.calls, 0);
    }

    void PC3_no_deltas_without_param_1()
    {
        AblyService service;
        Decoder decoder;
        RealtimeClient client(service, decoder.in(inFormat(service)));
        client.attach();

        publishAll(service, alike(0, 5));
        QVERIFY(soon([&] { return client.messages.size() == 5; }));

        QCOMPARE(client.texts(), alike(0, 5));
        QCOMPARE(decoder.calls, 0);
    }

    /// The proxy names another message as the one the third delta belongs to. It speaks JSON, whatever the format.
    void RTL18_recovery_message_id_mismatch_0()
    {
        Proxied to;
        int frames = 0;
        to.proxy.edit(
            FrameProxy::Way::ToClient, frameaction::message,
            [&frames](QJsonObject frame) {
                if (++frames != 4)
                    return frame;
                QJsonArray messages = frame.value(u"messages"_s).toArray();
                QJsonObject message = messages.first().toObject();
                message.insert(u"extras"_s, QJsonObject{{u"delta"_s, QJsonObject{{u"from"_s, u"another:0"_s},
                                                                                 {u"format"_s, u"vcdiff"_s}}}});
                messages[0] = message;
                frame.insert(u"messages"_s, messages);
                return frame;
            },
            0);
        ProxiedClient client(to);
        const RealtimeChannel &channel = client.attach(anyChannel(), withDeltas);

        publishAll(to.service, alike(0, 8));
        QVERIFY(soon([&] { return client.messages.size() == 8; }));

        QCOMPARE(client.texts(), alike(0, 8));
        QCOMPARE(client.changes.path(), u"attaching attached attaching attached");
        QCOMPARE(client.changes.into(ChannelState::Attaching).last().reason->code, 40018);
        QCOMPARE(channel.state(), ChannelState::Attached);
    }

    void RTL18_recovery_decode_failure_1()
    {
        AblyService service;
        Decoder decoder{.failsAt = 3};
        RealtimeClient client(service, decoder.in(inFormat(service)));
        client.attach(anyChannel(), withDeltas);

        publishAll(service, alike(0, 8));
        QVERIFY(soon([&] { return client.messages.size() == 8; }));

        QCOMPARE(client.texts(), alike(0, 8));
        QCOMPARE(client.changes.path(), u"attaching attached attaching attached");
        QCOMPARE(client.changes.into(ChannelState::Attaching).last().reason->code, 40018);
    }

    void PC3_no_plugin_causes_failed_2()
    {
        AblyService service;
        ClientOptions options = inFormat(service);
        options.deltaDecoder = {};
        RealtimeClient client(service, options);
        RealtimeChannel &channel = client.attach(anyChannel(), withDeltas);

        publishAll(service, alike(0, 2));
        QVERIFY(client.reaches(channel, ChannelState::Failed));

        QCOMPARE(channel.errorReason()->code, 40019);
        QCOMPARE(client.realtime.state(), ConnectionState::Connected);
        QCOMPARE(client.texts(), alike(0, 1));
    }
};

QTEST_GUILESS_MAIN(TstRealtimeDeltas)
#include "tst_realtime_deltas.moc"
