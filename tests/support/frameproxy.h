/// Stands between a client and an Ably service on real sockets and spoils what a test asks for: frames one by one, and
/// whole connections. Speaks JSON; everything without a rule passes as it came.
#pragma once

#include <QJsonObject>
#include <QList>
#include <QObject>
#include <QPointer>
#include <QTcpServer>
#include <QUrl>
#include <QUrlQuery>
#include <QWebSocket>
#include <QWebSocketServer>

#include <functional>

namespace gm::test
{

class FrameProxy : public QObject
{
    Q_OBJECT

public:
    enum class Way { ToService, ToClient };
    using Edit = std::function<QJsonObject(const QJsonObject &)>;

    /// @p service: `http://127.0.0.1:port`.
    explicit FrameProxy(const QUrl &service);
    ~FrameProxy() override;

    [[nodiscard]] QUrl url() const; ///< `http://127.0.0.1:port`

    /// @name Rules: the next @p times frames of that kind (0: all). The newest rule that fits is the one that counts.
    /// @{
    void swallow(Way way, int action, int times = 1);
    void swallowEverything(Way way);
    void replace(Way way, int action, const QJsonObject &frame, int times = 1);
    void edit(Way way, int action, const Edit &edit, int times = 1);
    /// @}
    /// The next attempts to connect are reset before the websocket opens.
    void refuseConnections(int times) { m_refusalsLeft = times; }

    /// To the client in use, as if the service had sent it.
    void inject(const QJsonObject &frame);
    void closeClient(); ///< With a close frame.
    void resetClient(); ///< Without one.

    /// The query of every websocket that was opened, oldest first.
    [[nodiscard]] const QList<QUrlQuery> &upgrades() const { return m_upgrades; }
    /// What came in that direction with that action, swallowed or not.
    [[nodiscard]] QList<QJsonObject> seen(Way way, int action) const;

private:
    struct Rule {
        Way way;
        int action;
        int timesLeft; ///< 0: for ever.
        Edit edit;     ///< Answers an empty object for a frame that is to vanish.
    };
    struct Seen {
        Way way;
        QJsonObject frame;
    };

    void acceptTcp();
    void acceptWebSocket();
    void connectThrough(QWebSocket *client);
    /// What goes on in place of @p text; empty: nothing.
    [[nodiscard]] QString ruled(Way way, const QString &text);

    QUrl m_service;
    QTcpServer m_tcp;
    QWebSocketServer m_upgrader;
    QList<Rule> m_rules;
    QList<QUrlQuery> m_upgrades;
    QList<Seen> m_seen;
    QPointer<QWebSocket> m_client; ///< Of the newest connection.
    int m_refusalsLeft = 0;
};

} // namespace gm::test
