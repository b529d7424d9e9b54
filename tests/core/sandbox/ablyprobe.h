/// A bare Ably client over a websocket, for what the sandbox plays: it attaches, and keeps every message it is sent.
#pragma once

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUrl>
#include <QUrlQuery>
#include <QWebSocket>

namespace gm::test
{

/// One message as it came.
struct Received {
    QString channel;
    QString id;
    QString name;
    QJsonValue data; ///< Decoded when it came as JSON, else the text.
    qint64 timestampMs = 0;
    qint64 readAtMs = 0; ///< By the clock given to the probe.
};

class AblyProbe : public QObject
{
    Q_OBJECT

public:
    using Now = std::function<qint64()>;

    /// @p key is an Ably key, or a token where it has no colon. @p now tells the time each message is read at.
    AblyProbe(const QUrl &ablyUrl, QString key, Now now)
        : m_url(ablyUrl)
        , m_key(std::move(key))
        , m_now(std::move(now))
    {
        m_url.setScheme(QStringLiteral("ws"));
        m_url.setPath(QStringLiteral("/"));
        connect(&m_socket, &QWebSocket::textMessageReceived, this, &AblyProbe::read);
        connect(&m_socket, &QWebSocket::disconnected, this, &AblyProbe::open);
    }
    ~AblyProbe() override { m_socket.disconnect(this); }

    /// Attaches all of @p conversations, again after each loss of the connection.
    void follow(const QStringList &conversations)
    {
        m_conversations = conversations;
        open();
    }

    QList<Received> received;
    QStringList connections; ///< Ids, in the order they came.

private:
    void open()
    {
        const QString parameter = m_key.contains(u':') ? QStringLiteral("key") : QStringLiteral("accessToken");
        QUrlQuery query{{parameter, m_key}, {QStringLiteral("v"), QStringLiteral("6")}};
        if (!m_connectionKey.isEmpty())
            query.addQueryItem(QStringLiteral("resume"), m_connectionKey);
        m_url.setQuery(query);
        m_socket.open(m_url);
    }

    void send(const QJsonObject &frame)
    {
        m_socket.sendTextMessage(QString::fromUtf8(QJsonDocument(frame).toJson(QJsonDocument::Compact)));
    }

    void read(const QString &text)
    {
        const QJsonObject frame = QJsonDocument::fromJson(text.toUtf8()).object();
        const QString channel = frame.value(QStringLiteral("channel")).toString();
        if (const QString serial = frame.value(QStringLiteral("channelSerial")).toString(); !serial.isEmpty())
            m_serials[channel] = serial;
        switch (frame.value(QStringLiteral("action")).toInt()) {
        case 4:
            connections += frame.value(QStringLiteral("connectionId")).toString();
            m_connectionKey =
                frame.value(QStringLiteral("connectionDetails"))[QStringLiteral("connectionKey")].toString();
            attachAll();
            break;
        case 15:
            keep(channel, frame.value(QStringLiteral("messages")).toArray());
            break;
        case 17: // another token is asked for: the one we have is good still
            send({{QStringLiteral("action"), 17},
                  {QStringLiteral("auth"), QJsonObject{{QStringLiteral("accessToken"), m_key}}}});
            break;
        default:
            break;
        }
    }

    void attachAll()
    {
        for (const QString &id : std::as_const(m_conversations)) {
            const QString channel = QStringLiteral("conversation:") + id;
            QJsonObject attach{{QStringLiteral("action"), 10}, {QStringLiteral("channel"), channel}};
            if (m_serials.contains(channel))
                attach.insert(QStringLiteral("channelSerial"), m_serials.value(channel));
            send(attach);
        }
    }

    void keep(const QString &channel, const QJsonArray &messages)
    {
        for (const QJsonValue &message : messages) {
            QJsonValue data = message[QStringLiteral("data")];
            if (message[QStringLiteral("encoding")].toString() == QStringLiteral("json")) {
                const QByteArray wrapped = '[' + data.toString().toUtf8() + ']';
                data = QJsonDocument::fromJson(wrapped).array().first();
            }
            received += Received{.channel = channel,
                                 .id = message[QStringLiteral("id")].toString(),
                                 .name = message[QStringLiteral("name")].toString(),
                                 .data = data,
                                 .timestampMs = qint64(message[QStringLiteral("timestamp")].toDouble()),
                                 .readAtMs = m_now()};
        }
    }

    QWebSocket m_socket;
    QUrl m_url;
    QString m_key;
    Now m_now;
    QString m_connectionKey;
    QStringList m_conversations;
    QMap<QString, QString> m_serials; ///< Last place seen, by channel.
};

} // namespace gm::test
