/// The Ably stand-in on a real port with a clock that a test moves, and a plain websocket client that speaks JSON.
#pragma once

#include "core/net/httpserver.h"
#include "core/sandbox/ablystandin.h"
#include "core/sandbox/faults.h"
#include "tests/support/fakeclock.h"
#include "tests/support/fixedrandom.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>
#include <QUrlQuery>
#include <QWebSocket>

namespace gm::test
{

/// Members in the order they depend on each other.
struct StandinFixture {
    FakeClock clock;
    FixedRandom random;
    sandbox::Faults faults{clock};
    sandbox::AblyStandin ably{clock, random, faults};
    net::HttpServer server;

    StandinFixture()
    {
        server.setHandler([this](const auto &request, const auto &responder) { ably.handle(request, responder); });
        server.setUpgradeHandler([this](const auto &request, QTcpSocket *socket) { ably.upgrade(request, socket); });
        if (!server.listen())
            qFatal("no free port");
    }

    void put(const QString &fault, QJsonObject more = {})
    {
        more.insert(QStringLiteral("fault"), fault);
        if (!faults.add(more))
            qFatal("the fault is not understood");
    }
    [[nodiscard]] QUrl url(const QString &scheme, const QString &path) const
    {
        return QUrl(QStringLiteral("%1://127.0.0.1:%2%3").arg(scheme).arg(server.port()).arg(path));
    }
};

/// One client. Frames are kept until a test takes them.
class FramesProbe
{
public:
    explicit FramesProbe(StandinFixture &service)
        : m_service(service)
    {
        QObject::connect(&m_socket, &QWebSocket::textMessageReceived, &m_socket, [this](const QString &text) {
            raw += text;
            frames += QJsonDocument::fromJson(text.toUtf8()).object();
        });
        QObject::connect(&m_socket, &QWebSocket::disconnected, &m_socket, [this] { isClosed = true; });
    }

    /// @p query beside v, format and the key; a field given here wins. An empty value leaves the field out.
    void open(QMap<QString, QString> query = {})
    {
        const auto addDefault = [&query](const QString &name, const QString &value) {
            if (!query.contains(name))
                query.insert(name, value);
        };
        addDefault(QStringLiteral("v"), QStringLiteral("6"));
        addDefault(QStringLiteral("format"), QStringLiteral("json"));
        if (!query.contains(QStringLiteral("accessToken")))
            addDefault(QStringLiteral("key"), m_service.ably.key());
        QUrlQuery items;
        for (auto it = query.begin(); it != query.end(); ++it) {
            if (!it->isEmpty())
                items.addQueryItem(it.key(), QString::fromLatin1(QUrl::toPercentEncoding(*it)));
        }
        QUrl url = m_service.url(QStringLiteral("ws"), QStringLiteral("/"));
        url.setQuery(items);
        isClosed = false;
        m_socket.open(url);
    }
    /// Opens and waits for the answer.
    QJsonObject connectWith(const QMap<QString, QString> &query = {})
    {
        open(query);
        return take(4);
    }
    void send(const QJsonObject &frame)
    {
        m_socket.sendTextMessage(QString::fromUtf8(QJsonDocument(frame).toJson(QJsonDocument::Compact)));
    }
    QJsonObject attach(const QString &channel, QJsonObject more = {})
    {
        more.insert(QStringLiteral("action"), 10);
        more.insert(QStringLiteral("channel"), channel);
        send(more);
        return take(11);
    }
    /// The oldest frame with that action that has not been taken; waits for it. Empty when none comes.
    QJsonObject take(int action)
    {
        QJsonObject found;
        const bool isThere = QTest::qWaitFor([&] {
            for (qsizetype i = 0; i < frames.size() && found.isEmpty(); ++i) {
                if (frames[i].value(QStringLiteral("action")).toInt(-1) == action)
                    found = frames.takeAt(i);
            }
            return !found.isEmpty();
        });
        return isThere ? found : QJsonObject();
    }
    /// True when everything sent before has been handled and nothing with that action came: a ping goes there and back.
    [[nodiscard]] bool gotNo(int action)
    {
        send({{QStringLiteral("action"), 0}, {QStringLiteral("id"), QStringLiteral("fence")}});
        const bool isBack = take(0).value(QStringLiteral("id")) == QStringLiteral("fence");
        return isBack && std::none_of(frames.begin(), frames.end(), [action](const QJsonObject &frame) {
                   return frame.value(QStringLiteral("action")).toInt(-1) == action;
               });
    }
    /// The data of the next @p count messages.
    QStringList takeTexts(int count)
    {
        QStringList texts;
        while (texts.size() < count) {
            const QJsonArray messages = take(15).value(QStringLiteral("messages")).toArray();
            if (messages.isEmpty())
                return texts;
            for (const QJsonValue message : messages)
                texts += message[QStringLiteral("data")].toString();
        }
        return texts;
    }
    [[nodiscard]] QWebSocket &socket() { return m_socket; }

    QList<QJsonObject> frames;
    QStringList raw; ///< Everything received, as it came.
    bool isClosed = false;

private:
    StandinFixture &m_service;
    QWebSocket m_socket;
};

/// The code of the error in a frame; 0 when there is none.
inline int codeIn(const QJsonObject &frame)
{
    return frame.value(QStringLiteral("error"))[QStringLiteral("code")].toInt();
}

inline QString keyIn(const QJsonObject &connected)
{
    return connected.value(QStringLiteral("connectionDetails"))[QStringLiteral("connectionKey")].toString();
}

} // namespace gm::test
