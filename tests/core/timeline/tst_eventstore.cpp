#include "core/timeline/eventstore.h"
#include "tests/support/events.h"

#include <QSignalSpy>
#include <QTest>

#include <random>

using namespace gm;
using namespace Qt::StringLiterals;
using base::RowIndex;
using timeline::Event;
using timeline::EventStore;

namespace
{

void compareEvents(const Event &kept, const Event &given)
{
    QCOMPARE(kept->receivedMs, given->receivedMs);
    QCOMPARE(kept->receivedMonoMs, given->receivedMonoMs);
    QCOMPARE(kept->publishedMs, given->publishedMs);
    QCOMPARE(kept->conversation, given->conversation);
    QCOMPARE(kept->channel, given->channel);
    QCOMPARE(kept->id, given->id);
    QCOMPARE(kept->name, given->name);
    QCOMPARE(kept->kind, given->kind);
    QCOMPARE(kept->status, given->status);
    QCOMPARE(kept->role, given->role);
    QCOMPARE(kept->type, given->type);
    QCOMPARE(kept->payload, given->payload);
    QCOMPARE(kept->form, given->form);
    QCOMPARE(kept->encoding, given->encoding);
    QCOMPARE(kept->serial, given->serial);
    QCOMPARE(kept->connectionId, given->connectionId);
    QCOMPARE(kept->clientId, given->clientId);
    QCOMPARE(kept->flags, given->flags);
    QCOMPARE(kept->action, given->action);
    QCOMPARE(kept->wireBytes, given->wireBytes);
    QCOMPARE(kept->frame, given->frame);
    QCOMPARE(kept->wireEncoding, given->wireEncoding);
    QCOMPARE(kept->revision != nullptr, given->revision != nullptr);
    if (given->revision)
        QCOMPARE(*kept->revision, *given->revision);
}

/// Values at the edges of what the columns can hold, chosen by chance.
class RandomEvents
{
public:
    Event next()
    {
        Event::Fields fields;
        fields.receivedMs = pick<qint64>({1'762'437'827'000, 0, 1, 4'102'444'800'000}) + number(100'000);
        fields.receivedMonoMs = pick<qint64>({0, 1'000'000, fields.receivedMs, -5}) + number(1'000);
        fields.publishedMs = pick<qint64>({0, fields.receivedMs - 40, fields.receivedMs + 12, 1,
                                           fields.receivedMs - 3'000'000'000, fields.receivedMs + 3'000'000'000});
        fields.conversation = base::ConversationId(u"conversation-%1"_s.arg(number(20)));
        fields.channel = base::channelOf(fields.conversation);
        fields.id = base::EventId(pick<QString>({u""_s, u"x:0"_s, u"\u00FCber:1"_s, QString(900, u'i')}));
        fields.name = pick<QString>({u"status"_s, u"message"_s, u""_s, u"goal_updated"_s});
        fields.kind = timeline::allKinds()[number(5)];
        fields.status = pick<QString>({u""_s, u"searching"_s, u"odd one"_s});
        fields.role = pick<QString>({u""_s, u"user"_s});
        fields.type = pick<QString>({u""_s, u"questions"_s});
        fields.payload = QByteArray(qsizetype(pick<int>({0, 1, 400, 5'000})), char('a' + number(26)));
        fields.form = pick<genie::DataForm>({genie::DataForm::Json, genie::DataForm::Binary, genie::DataForm::None});
        fields.encoding = pick<QString>({u""_s, u"cipher+aes-256-cbc"_s});
        fields.wireEncoding = pick<QString>({u""_s, u"json"_s, u"utf-8/vcdiff/base64"_s});
        if (number(4) == 0) {
            fields.revision = std::make_shared<timeline::Revision>(
                timeline::Revision{.serial = pick<QString>({u""_s, u"01762437771188-000@e91B:001"_s, u"\u00FCber"_s}),
                                   .createdMs = pick<qint64>({0, 1'762'437'827'000, -1}),
                                   .clientId = pick<QString>({u""_s, u"editor"_s}),
                                   .description = QString(number(300), u'd'),
                                   .metadata = pick<QByteArray>({"", R"({"a":"b"})"}),
                                   .annotations = pick<QByteArray>({"", R"({"summary":{}})"}),
                                   .deltaFrom = pick<QString>({u""_s, u"x:0"_s})});
        }
        fields.serial =
            pick<QString>({u""_s, u"01762437771188-000@e91B:000"_s, u"01762437771188-012@e91B:003"_s, u"1-0@e:0"_s,
                           u"99999999999999-999@a:b@c:999"_s, u"-@:"_s, u"plain"_s, u"01762437771188-000@e91B"_s,
                           u"01762437771188-+01@e91B:000"_s, u"01762437771188-000@%1:000"_s});
        fields.connectionId = pick<QString>({u""_s, u"Nq3vX0dT7a"_s});
        fields.clientId = pick<QString>({u""_s, u"backend"_s});
        fields.flags = timeline::EventFlags::fromInt(number(256));
        fields.action = timeline::EventAction(pick<int>({number(6), 77, 65'535}));
        fields.wireBytes = pick<quint32>({0, 612, std::numeric_limits<quint32>::max()});
        fields.frame = pick<quint32>({0, 4'218, std::numeric_limits<quint32>::max()});
        return Event(fields);
    }
    int number(int below) { return int(m_engine() % unsigned(below)); }

private:
    template <typename T>
    T pick(std::initializer_list<T> values)
    {
        return *(values.begin() + number(int(values.size())));
    }
    std::mt19937 m_engine{7};
};

} // namespace

class TstEventStore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void givesBackWhatItWasGiven();
    void keepsLargePayloadsWhole();
    void sealsSegmentsOfLargeEvents();
    void announcesEachBatchBeforeAndAfter();
    void answersSingleFieldsLikeWholeEvents();
    void blocksCoverAllRowsOnce();
    void staysWithinItsMemory();
};

void TstEventStore::givesBackWhatItWasGiven()
{
    // Given a plain list and the store, filled alike past the end of a segment, one by one and in batches.
    RandomEvents random;
    QList<Event> list;
    EventStore store;
    while (list.size() < 70'000) {
        QList<Event> batch;
        for (int i = random.number(40); i >= 0; --i)
            batch << random.next();
        list << batch;
        if (batch.size() == 1)
            store.append(batch.first());
        else
            store.append(batch);
    }

    // Then both hold the same.
    QCOMPARE(store.size(), list.size());
    for (qsizetype row = 0; row < list.size(); row += std::abs(row - 65'536) < 50 ? 1 : 13) {
        compareEvents(store.at(RowIndex(row)), list[row]);
        if (QTest::currentTestFailed())
            QFAIL(qPrintable(u"row %1"_s.arg(row)));
    }
}

void TstEventStore::keepsLargePayloadsWhole()
{
    // Given payloads around the size of a chunk, with small ones between.
    test::EventMaker maker;
    EventStore store;
    const QList<int> sizes{10, 1'048'575, 1'048'576, 0, 1'048'577, 3'500'000, 0, 7};
    for (const int size : sizes)
        store.append(maker.raw(u"a"_s, u"big"_s, QByteArray(size, char('a' + size % 26))));

    for (qsizetype row = 0; row < sizes.size(); ++row)
        QCOMPARE(store.payload(RowIndex(row)), QByteArray(sizes[row], char('a' + sizes[row] % 26)));
}

void TstEventStore::sealsSegmentsOfLargeEvents()
{
    // Given more bytes than a segment takes, in far fewer rows than it takes.
    test::EventMaker maker;
    EventStore store;
    for (int i = 0; i < 40; ++i)
        store.append(maker.raw(u"a"_s, u"big"_s, QByteArray(4'000'000, char('a' + i % 26))));

    QVERIFY(store.block(RowIndex(0)).labels.size() < 40);
    for (int i = 0; i < 40; ++i)
        QCOMPARE(store.payload(RowIndex(i)).front(), char('a' + i % 26));
}

void TstEventStore::announcesEachBatchBeforeAndAfter()
{
    test::EventMaker maker;
    EventStore store;
    QList<qint64> sizes;
    connect(&store, &EventStore::rowsAboutToBeAppended, this, [&] { sizes << store.size(); });
    connect(&store, &EventStore::rowsAppended, this, [&] { sizes << store.size(); });
    QSignalSpy appended(&store, &EventStore::rowsAppended);

    store.append(maker.status(u"a"_s, u"searching"_s));
    store.append(QList<Event>{maker.status(u"a"_s, u"processing"_s), maker.complete(u"a"_s)});
    store.append(QList<Event>{});

    QCOMPARE(sizes, (QList<qint64>{0, 1, 1, 3}));
    QCOMPARE(appended.last()[0].value<RowIndex>(), RowIndex(1));
    QCOMPARE(appended.last()[1].value<RowIndex>(), RowIndex(2));
}

void TstEventStore::answersSingleFieldsLikeWholeEvents()
{
    RandomEvents random;
    EventStore store;
    for (int i = 0; i < 500; ++i)
        store.append(random.next());

    for (int i = 0; i < 500; ++i) {
        const RowIndex row(i);
        const Event event = store.at(row);
        QCOMPARE(store.receivedMs(row), event->receivedMs);
        QCOMPARE(store.receivedMonoMs(row), event->receivedMonoMs);
        QCOMPARE(store.publishedMs(row), event->publishedMs);
        QCOMPARE(store.lagMs(row), event.lagMs());
        QCOMPARE(store.flags(row), event->flags);
        QCOMPARE(store.kind(row), event->kind);
        QCOMPARE(store.conversation(row), event->conversation.text());
        QCOMPARE(store.name(row), event->name);
        QCOMPARE(store.status(row), event->status);
        QCOMPARE(store.payload(row), event->payload);
    }
}

void TstEventStore::blocksCoverAllRowsOnce()
{
    test::EventMaker maker;
    EventStore store;
    QList<Event> batch;
    for (int i = 0; i < 66'000; ++i)
        batch << maker.status(u"a"_s, u"searching"_s);
    store.append(batch);

    qint64 rows = 0;
    while (rows < store.size()) {
        const EventStore::Block block = store.block(RowIndex(rows));
        QCOMPARE(block.first.value(), rows);
        QCOMPARE(block.receivedMs[0], batch[rows]->receivedMs);
        QCOMPARE(block.lag[0], 40);
        rows += qint64(block.labels.size());
    }
    QCOMPARE(rows, store.size());
    QCOMPARE(store.block(RowIndex(65'535)).labels.size(), size_t(1));
}

void TstEventStore::staysWithinItsMemory()
{
    // Given a full segment of events with payloads of 400 bytes.
    test::EventMaker maker;
    EventStore store;
    const QString text(330, u'x');
    QList<Event> batch;
    for (int i = 0; i < 65'536; ++i)
        batch << maker.status(u"2f90d3c7-61be-4c11-9d0a-7be1c40d2a35"_s, u"searching"_s, text);
    store.append(batch);

    const double perEvent = double(store.bytes()) / double(store.size());
    QVERIFY2(perEvent <= double(batch.first()->payload.size()) + 70, qPrintable(QString::number(perEvent)));
}

QTEST_GUILESS_MAIN(TstEventStore)
#include "tst_eventstore.moc"
