/// Another client of the sandbox's Ably: frames written by hand, for what a subscriber never sends itself.
#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QUrl>
#include <QWebSocket>

namespace gm::test
{

class AblyService;

/// Connects with the key, so it may do everything. Each call waits for the service's ACK and answers its serials; empty
/// when it was refused.
class BarePeer
{
public:
    explicit BarePeer(AblyService &service, const QString &clientId = {});

    [[nodiscard]] QString connectionId() const { return m_connectionId; }
    QStringList publish(const QString &channel, const QJsonArray &messages);
    QStringList publish(const QString &channel, const QString &name, const QJsonValue &data);
    /// `{clientId, data}` beside the action: 2 enter, 3 leave, 4 update.
    bool changePresence(const QString &channel, int action, const QString &clientId, const QJsonValue &data = {});

private:
    void receive(const QString &text);
    bool send(QJsonObject frame);

    QWebSocket m_socket;
    QString m_connectionId;
    qint64 m_msgSerial = 0;
    QJsonObject m_answer; ///< The ACK or NACK last received.
};

} // namespace gm::test
