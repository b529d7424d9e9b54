/// A stand-in for Ably that does one thing: it answers an ATTACH and then sends messages as fast as they are taken.
/// pump FRAMES: the first line on stdout is the port; one message a frame, 383 bytes of JSON in each. Ends with its stdin.
#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSocketNotifier>
#include <QUrlQuery>
#include <QWebSocket>
#include <QWebSocketServer>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace
{

constexpr int payloadBytes = 383;
constexpr qint64 bufferBytes = 4 * 1024 * 1024;

/// A `message` event of Genie's, filled up to its size.
QByteArray payload()
{
    const QByteArray begin = R"({"type":"message","message":{"id":"0f8e2a9c-2f64-4b8e-9f2a-6f1d6b0c7a11",)"
                             R"("conversation_id":"bench","role":"assistant","metadata":{"type":"status"},)"
                             R"("created_at":"2025-11-06T14:03:47.123456","content":")";
    const QByteArray end = R"("}})";
    const QByteArray words = "Looking through the listings you asked for, one board after another. ";
    return begin + words.repeated(10).first(payloadBytes - begin.size() - end.size()) + end;
}

/// The two wire forms of one frame; both have the same fields in the same order, the ids with eight digits.
class Frames
{
public:
    Frames()
    {
        const QByteArray data = payload();
        QByteArray quoted = data;
        quoted.replace('"', "\\\"");
        m_json = QString::fromLatin1(
            R"({"action":15,"id":"bench:00000000","connectionId":"pub","channel":"conversation:bench",)"
            R"("channelSerial":"s00000000","timestamp":1762437827123,"messages":[{"id":"bench:00000000:0",)"
            R"("name":"message","encoding":"json","serial":"s00000000","data":")" +
            quoted + R"("}]})");
        packMap(7);
        pack("action", char(15));
        pack("id", "bench:00000000");
        pack("connectionId", "pub");
        pack("channel", "conversation:bench");
        pack("channelSerial", "s00000000");
        packText("timestamp");
        m_packed += QByteArray::fromHex("cf0000019a597b0a33");
        packText("messages");
        m_packed += char(0x91);
        packMap(5);
        pack("id", "bench:00000000:0");
        pack("name", "message");
        pack("encoding", "json");
        pack("serial", "s00000000");
        pack("data", data);
    }

    QString json(int number)
    {
        const QString digits = QString::number(number).rightJustified(8, u'0');
        for (qsizetype at = m_json.indexOf(m_digits); at >= 0; at = m_json.indexOf(m_digits, at + 8))
            m_json.replace(at, 8, digits);
        m_digits = digits;
        return m_json;
    }

    QByteArray packed(int number)
    {
        const QByteArray digits = QByteArray::number(number).rightJustified(8, '0');
        for (qsizetype at = m_packed.indexOf(m_packedDigits); at >= 0; at = m_packed.indexOf(m_packedDigits, at + 8))
            m_packed.replace(at, 8, digits);
        m_packedDigits = digits;
        return m_packed;
    }

private:
    void packMap(int pairs) { m_packed += char(0x80 | pairs); }

    void packText(const QByteArray &text)
    {
        if (text.size() < 32)
            m_packed += char(0xa0 | text.size());
        else
            m_packed += QByteArray("\xda", 1) + char(text.size() >> 8) + char(text.size() & 0xff);
        m_packed += text;
    }

    void pack(const QByteArray &key, const QByteArray &text)
    {
        packText(key);
        packText(text);
    }

    void pack(const QByteArray &key, char number)
    {
        packText(key);
        m_packed += number;
    }

    QString m_json;
    QByteArray m_packed;
    QString m_digits = u"00000000"_s;
    QByteArray m_packedDigits = "00000000";
};

/// One client: greeted, attached, flooded.
class Client final : public QObject
{
public:
    Client(QWebSocket *socket, int frames, QObject *parent)
        : QObject(parent)
        , m_socket(socket)
        , m_left(frames)
        , m_isJson(QUrlQuery(socket->requestUrl()).queryItemValue(u"format"_s) != u"msgpack")
    {
        m_socket->setParent(this);
        connect(m_socket, &QWebSocket::disconnected, this, &QObject::deleteLater);
        connect(m_socket, &QWebSocket::bytesWritten, this, &Client::pump);
        connect(m_socket, &QWebSocket::textMessageReceived, this, [this](const QString &) { attach(); });
        connect(m_socket, &QWebSocket::binaryMessageReceived, this, [this](const QByteArray &) { attach(); });
        if (m_isJson)
            m_socket->sendTextMessage(
                uR"({"action":4,"connectionId":"bench","connectionDetails":{"connectionKey":"key!1"}})"_s);
        else // {"action": 4, "connectionId": "bench", "connectionDetails": {"connectionKey": "key!1"}}
            m_socket->sendBinaryMessage(QByteArray::fromHex("83a6616374696f6e04ac636f6e6e656374696f6e4964a562656e6368"
                                                            "b1636f6e6e656374696f6e44657461696c7381ad636f6e6e656374"
                                                            "696f6e4b6579a56b65792131"));
    }

private:
    /// Whatever a client sends first on a connection of its own is its ATTACH.
    void attach()
    {
        if (std::exchange(m_isAttached, true))
            return;
        if (m_isJson)
            m_socket->sendTextMessage(
                uR"({"action":11,"channel":"conversation:bench","channelSerial":"s","flags":262144})"_s);
        else // {"action": 11, "channel": "conversation:bench", "flags": 262144}
            m_socket->sendBinaryMessage(QByteArray::fromHex("83a6616374696f6e0ba76368616e6e656cb2636f6e766572736174696f"
                                                            "6e3a62656e6368a5666c616773ce00040000"));
        pump();
    }

    void pump()
    {
        while (m_isAttached && m_left > 0 && m_socket->bytesToWrite() < bufferBytes) {
            const int number = m_sent++;
            --m_left;
            if (m_isJson)
                m_socket->sendTextMessage(m_frames.json(number));
            else
                m_socket->sendBinaryMessage(m_frames.packed(number));
        }
    }

    QWebSocket *m_socket;
    Frames m_frames;
    int m_left;
    int m_sent = 0;
    bool m_isJson;
    bool m_isAttached = false;
};

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const int frames = argc > 1 ? QByteArray(argv[1]).toInt() : 100'000;
    QWebSocketServer server(u"pump"_s, QWebSocketServer::NonSecureMode);
    if (!server.listen(QHostAddress::LocalHost))
        return 1;
    QObject::connect(&server, &QWebSocketServer::newConnection, &app, [&server, &app, frames] {
        while (QWebSocket *socket = server.nextPendingConnection())
            new Client(socket, frames, &app);
    });
    QSocketNotifier stdinEnd(0, QSocketNotifier::Read);
    QObject::connect(&stdinEnd, &QSocketNotifier::activated, &app, &QCoreApplication::quit);
    std::printf("%d\n", server.serverPort());
    std::fflush(stdout);
    return QCoreApplication::exec();
}
