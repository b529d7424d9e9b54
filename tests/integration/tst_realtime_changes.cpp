// Messages that others change after they were published, as a subscriber sees it over real sockets.
#include "tests/integration/barepeer.h"
#include "tests/integration/realtimeharness.h"

#include <QtTest>

using namespace gm;
using namespace gm::ably;
using namespace gm::test;
using namespace Qt::StringLiterals;

namespace
{

/// A subscriber, a publisher, and one message that both know.
struct Published {
    Published()
    {
        client.attach();
        serial = publisher.publish(anyChannel(), u"note"_s, u"Hel"_s).value(0);
        isReady = soon([this] { return client.messages.size() == 1; }) && client.messages.first().serial == serial;
    }

    /// The serial of the version that makes; empty when it was refused.
    QString change(MessageAction action, const QString &data = {}, const QJsonObject &version = {})
    {
        QJsonObject message{{u"action"_s, int(action)}, {u"serial"_s, serial}};
        if (!data.isEmpty())
            message.insert(u"data"_s, data);
        if (!version.isEmpty())
            message.insert(u"version"_s, version);
        return publisher.publish(anyChannel(), QJsonArray{message}).value(0);
    }
    [[nodiscard]] bool arrives(int count)
    {
        return soon([this, count] { return client.messages.size() == count; });
    }

    AblyService service;
    RealtimeClient client{service, inFormat(service)};
    BarePeer publisher{service};
    QString serial;
    bool isReady = false;
};

} // namespace

class TstRealtimeChanges : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addFormats(); }

    void RTL32_update_message_observed_0()
    {
        Published p;
        QVERIFY(p.isReady);
        const qint64 created = p.client.messages.first().timestamp.value();

        const QString version = p.change(MessageAction::Update, u"Hello"_s, {{u"description"_s, u"typo"_s}});
        QVERIFY(p.arrives(2));

        const Message &updated = p.client.messages.last();
        QCOMPARE(updated.action, MessageAction::Update);
        QCOMPARE(updated.serial, p.serial);
        QCOMPARE(updated.name, u"note");
        QCOMPARE(updated.timestamp, created);
        QCOMPARE(updated.version.serial, version);
        QVERIFY(version > p.serial);
        QVERIFY(updated.version.timestamp.value() >= created);
        QCOMPARE(updated.version.description, u"typo");
        QCOMPARE(p.client.texts().last(), u"Hello");
    }

    void RTL32_delete_message_observed_1()
    {
        Published p;
        QVERIFY(p.isReady);

        const QString version = p.change(MessageAction::Delete);
        QVERIFY(p.arrives(2));

        QCOMPARE(p.client.messages.last().action, MessageAction::Delete);
        QCOMPARE(p.client.messages.last().serial, p.serial);
        QCOMPARE(p.client.messages.last().version.serial, version);
    }

    void RTL32_append_message_observed_2()
    {
        Published p;
        QVERIFY(p.isReady);

        p.change(MessageAction::Append, u"lo"_s);
        QVERIFY(p.arrives(2));

        QCOMPARE(p.client.messages.last().action, MessageAction::Append);
        QCOMPARE(p.client.messages.last().serial, p.serial);
        QCOMPARE(p.client.texts().last(), u"lo");
    }

    void RTL32_full_mutation_lifecycle_3()
    {
        Published p;
        QVERIFY(p.isReady);

        const QStringList versions{p.serial, p.change(MessageAction::Update, u"Hello"_s),
                                   p.change(MessageAction::Append, u"!"_s), p.change(MessageAction::Delete)};
        QVERIFY(p.arrives(4));

        QList<MessageAction> actions;
        QStringList received;
        for (const Message &message : std::as_const(p.client.messages)) {
            actions += message.action;
            received += message.version.serial;
            QCOMPARE(message.serial, p.serial);
        }
        QCOMPARE(actions,
                 (QList{MessageAction::Create, MessageAction::Update, MessageAction::Append, MessageAction::Delete}));
        QCOMPARE(received, versions);
        QVERIFY(std::is_sorted(received.begin(), received.end()));
    }
};

QTEST_GUILESS_MAIN(TstRealtimeChanges)
#include "tst_realtime_changes.moc"
