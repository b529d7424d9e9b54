/// From the socket to a subscriber: `benchdecode PORT FRAMES json|msgpack callback|store` connects to pump, takes the
/// messages and prints `{"events": N, "seconds": S, "cpuSeconds": C}`, counted from the first message to the last.
#include "core/ably/payload.h"
#include "core/ably/realtime.h"
#include "core/base/systemclock.h"
#include "core/monitor/ingest.h"
#include "core/net/qthttpclient.h"
#include "core/net/qtwebsocket.h"
#include "core/timeline/eventstore.h"

#include <QCoreApplication>
#include <QElapsedTimer>

#include <cstdio>
#include <ctime>

using namespace gm;
using namespace Qt::StringLiterals;

namespace
{

double cpuSeconds()
{
    return double(std::clock()) / CLOCKS_PER_SEC;
}

/// Where messages end up. Both ends decode the payload; the store also finds out what each event says.
class Sink final : public QObject
{
public:
    Sink(bool toStore, qint64 expected)
        : m_toStore(toStore)
        , m_expected(expected)
    {
    }

    void take(const QList<ably::Message> &messages)
    {
        if (m_count == 0) {
            m_wall.start();
            m_cpuAtStart = cpuSeconds();
        }
        if (m_toStore)
            store(messages);
        else
            callBack(messages);
        m_count += messages.size();
        if (m_count == m_expected)
            finish();
    }

private:
    void callBack(const QList<ably::Message> &messages)
    {
        for (const ably::Message &message : messages)
            m_bytes += ably::decodePayload(message).bytes.size();
    }

    void store(const QList<ably::Message> &messages)
    {
        QList<monitor::ReceivedMessage> received;
        for (const ably::Message &message : messages)
            received.append({.conversation = m_conversation, .message = &message, .receivedMs = m_clock.wallMs()});
        m_ingest.add(received);
    }

    void finish() const
    {
        const double seconds = double(m_wall.nsecsElapsed()) / 1e9;
        const double cpu = cpuSeconds() - m_cpuAtStart;
        std::printf("{\"events\": %lld, \"seconds\": %.6f, \"cpuSeconds\": %.6f, \"bytes\": %lld}\n", m_count, seconds,
                    cpu, m_toStore ? m_store.bytes() : m_bytes);
        QCoreApplication::quit();
    }

    const base::ConversationId m_conversation{u"bench"_s};
    base::SystemClock m_clock;
    timeline::EventStore m_store;
    monitor::Ingest m_ingest{m_store, m_clock};
    bool m_toStore;
    qint64 m_expected;
    qint64 m_count = 0;
    qint64 m_bytes = 0;
    QElapsedTimer m_wall;
    double m_cpuAtStart = 0;
};

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() != 5)
        return 1;
    const auto endpoint = ably::Endpoint::parse(u"http://127.0.0.1:%1"_s.arg(arguments[1]));
    if (!endpoint)
        return 1;

    base::SystemClock clock;
    base::SystemRandom random;
    net::QtHttpClient http;
    net::QtWebSocketFactory sockets;
    ably::ClientOptions options{.endpoint = *endpoint,
                                .useMsgpack = arguments[3] == u"msgpack",
                                .token = ably::TokenDetails{.token = base::Secret(u"bench.token"_s)}};
    ably::Realtime realtime(sockets, http, nullptr, clock, random, options);
    Sink sink(arguments[4] == u"store", arguments[2].toLongLong());
    ably::RealtimeChannel &channel = realtime.channel(base::ChannelName(u"conversation:bench"_s));
    QObject::connect(&channel, &ably::RealtimeChannel::messagesReceived, &sink,
                     [&sink](const QList<ably::Message> &messages) { sink.take(messages); });
    channel.attach();
    realtime.connectNow();
    return QCoreApplication::exec();
}
