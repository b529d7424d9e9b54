// More than one connection over real sockets: many channels, whole and in order; messages left out by the cap are gaps; and
// the service reached over both families of addresses.
#include "core/diagnostics/problem.h"
#include "core/timeline/eventstore.h"
#include "core/timeline/gaps.h"
#include "tests/integration/harness.h"

#include <QTest>

using namespace gm;
using namespace gm::test;
using base::ConversationId;
using namespace Qt::Literals::StringLiterals;

namespace
{

/// What was received of each conversation, in order.
struct Received {
    QStringList names;
    QStringList serials;
    QSet<QString> ids;
};

QHash<QString, Received> receivedBy(monitor::Monitor &monitor)
{
    QHash<QString, Received> result;
    const timeline::EventStore &store = monitor.store();
    for (qint64 row = 0; row < store.size(); ++row) {
        const timeline::Event event = store.at(base::RowIndex(row));
        Received &received = result[event->conversation.text()];
        received.names << event->name;
        received.serials << event->serial;
        received.ids << event->id.text();
    }
    return result;
}

int completed(monitor::Monitor &monitor)
{
    int count = 0;
    const timeline::EventStore &store = monitor.store();
    for (qint64 row = 0; row < store.size(); ++row)
        count += store.kind(base::RowIndex(row)) == genie::EventKind::Complete ? 1 : 0;
    return count;
}

} // namespace

class TstConnectionsSandbox : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void manyChannelsComeWholeAndInOrderOverThreeConnections();
    void messagesLeftOutByTheCapAreGapsOfTheirChannels();
    void reachesTheServiceOver_data();
    void reachesTheServiceOver();
};

void TstConnectionsSandbox::manyChannelsComeWholeAndInOrderOverThreeConnections()
{
    Harness harness({.scenario = u"many"_s, .rewind = u"2m"_s});
    QVERIFY(harness.isReady());
    QList<ConversationId> all;
    for (const QString &id : harness.addresses().conversations)
        all.append(ConversationId(id));
    while (all.size() < 450)
        all.append(harness.play(u"many"_s));
    all.resize(450);

    harness.monitor().watch(all);
    QVERIFY(until([&] { return completed(harness.monitor()) == all.size(); }));

    const QList<monitor::LinkStatus> links = harness.monitor().links();
    QCOMPARE(links.size(), 3);
    QCOMPARE(links[0].channelsAttached, 190);
    QCOMPARE(links[1].channelsAttached, 190);
    QCOMPARE(links[2].channelsAttached, 70);
    QCOMPARE(harness.monitor().gaps().count(), 0);
    const QHash<QString, Received> received = receivedBy(harness.monitor());
    QCOMPARE(received.size(), all.size());
    const QStringList expected = received.value(all.first().text()).names;
    for (const ConversationId &id : all) {
        const Received &one = received[id.text()];
        QCOMPARE(one.names, expected);
        QCOMPARE(one.ids.size(), one.names.size());
        QVERIFY(std::is_sorted(one.serials.begin(), one.serials.end()));
    }
}

void TstConnectionsSandbox::messagesLeftOutByTheCapAreGapsOfTheirChannels()
{
    Harness harness;
    QVERIFY(harness.isReady());
    const ConversationId busy = harness.quiet();
    const ConversationId calm = harness.quiet();
    QVERIFY(harness.publishStatus(calm, 0));
    QVERIFY(harness.publishStatus(busy, 0));
    QVERIFY(until([&] { return harness.received(busy).size() == 1 && harness.received(calm).size() == 1; }));
    QVERIFY(!harness.fault({{u"fault"_s, u"rate-cap"_s}, {u"value"_s, 5}}).isEmpty());

    const int published = 40;
    for (int number = 1; number <= published; ++number)
        QVERIFY(harness.publishStatus(busy, number));
    QVERIFY(
        until([&] { return harness.monitor().gaps().countOf(busy) > 0 && !harness.monitor().gaps().isOpen(busy); }));
    harness.clearFaults();

    const QList<int> received = harness.received(busy);
    QVERIFY(received.size() < published);
    QCOMPARE(QSet<int>(received.begin(), received.end()).size(), received.size());
    QVERIFY(std::is_sorted(received.begin(), received.end()));
    QCOMPARE(harness.monitor().gaps().countOf(calm), 0);
    for (const timeline::Gap &gap : harness.monitor().gaps().gaps()) {
        QCOMPARE(gap.cause, timeline::GapCause::RateLimited);
        QCOMPARE(gap.code, 80020);
        QVERIFY(gap.fromMs < gap.toMs);
    }
    QVERIFY(harness.hasProblem(u"GM-GAP"_s));
    // What is published afterwards comes again.
    QVERIFY(harness.publishStatus(busy, published + 1));
    QVERIFY(until([&] { return harness.received(busy).last() == published + 1; }));
}

void TstConnectionsSandbox::reachesTheServiceOver_data()
{
    QTest::addColumn<QString>("host");
    QTest::newRow("IPv4") << u"127.0.0.1"_s;
    QTest::newRow("IPv6") << u"[::1]"_s;
    QTest::newRow("whichever the name gives") << u"localhost"_s;
}

void TstConnectionsSandbox::reachesTheServiceOver()
{
    QFETCH(QString, host);
    Harness harness({.ablyHost = host});
    QVERIFY(harness.isReady());
    const ConversationId id = harness.quiet();

    QVERIFY(harness.publishStatus(id, 1));

    QVERIFY(until([&] { return harness.received(id) == QList{1}; }));
    QVERIFY(harness.monitor().link().host.startsWith(host));
}

QTEST_GUILESS_MAIN(TstConnectionsSandbox)
#include "tst_connections_sandbox.moc"
