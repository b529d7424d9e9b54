#include "core/sandbox/ablychannel.h"

#include <QTest>

using namespace gm::sandbox;
using namespace Qt::StringLiterals;

class TstAblyChannel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void givesSerialsThatSortAsText();
    void numbersMessagesWithoutAnId();
    void keepsTwoMinutes();
    void continuesAfterAPlace();
    void continuesWithWhatWasHeldBack();
    void cannotContinueBeyondWhatIsKept();
    void cannotContinueFromAnotherRun();
    void rewinds_data();
    void rewinds();
    void rewindsEachMessageOnce();
    void findsAPublicationByTheIdOfItsFirstMessage();

private:
    static constexpr qint64 start = 1'762'437'827'000;

    struct Fixture {
        AblyChannel channel{u"conversation:1"_s, u"run1"_s, start};

        StoredPublication store(const QStringList &texts, qint64 nowMs, const QString &id = u"base"_s)
        {
            Publication draft{.id = id};
            for (const QString &text : texts)
                draft.messages += Message{.payload = Payload::fromJson(text)};
            return channel.store(std::move(draft), nowMs);
        }
        Delivery publish(const QString &text, qint64 nowMs) { return channel.deliver(store({text}, nowMs), nowMs); }
    };

    static QStringList textsIn(const QList<Delivery> &deliveries)
    {
        QStringList texts;
        for (const Delivery &delivery : deliveries) {
            for (const Message &message : delivery.publication->messages)
                texts += message.payload.data.toString();
        }
        return texts;
    }
};

void TstAblyChannel::givesSerialsThatSortAsText()
{
    Fixture f;
    QStringList places;

    for (int i = 0; i < 2500; ++i)
        places += f.publish(u"x"_s, start).position;
    places += f.publish(u"a clock that went back"_s, start - 60'000).position;
    places += f.publish(u"later"_s, start + 60'000).position;

    QStringList sorted = places;
    sorted.sort();
    QCOMPARE(places, sorted);
    QCOMPARE(places.removeDuplicates(), 0);
}

void TstAblyChannel::numbersMessagesWithoutAnId()
{
    Fixture f;

    const StoredPublication stored = f.store({u"a"_s, u"b"_s}, start, u"conn:7"_s);

    QCOMPARE(stored->messages[0].id, u"conn:7:0"_s);
    QCOMPARE(stored->messages[1].id, u"conn:7:1"_s);
    QVERIFY(stored->messages[0].serial < stored->messages[1].serial);
    QCOMPARE(stored->messages[1].timestampMs, start);
}

void TstAblyChannel::keepsTwoMinutes()
{
    Fixture f;
    f.publish(u"old"_s, start);
    f.publish(u"new"_s, start + 60'000);

    QCOMPARE(f.channel.history(start + 120'000).size(), 2);
    QCOMPARE(f.channel.history(start + 120'001).size(), 1);
}

void TstAblyChannel::continuesAfterAPlace()
{
    Fixture f;
    const QString beginning = f.channel.position();
    const QString first = f.publish(u"1"_s, start).position;
    f.publish(u"2"_s, start);
    const QString last = f.publish(u"3"_s, start + 5).position;

    QCOMPARE(textsIn(f.channel.since(beginning, start).missed), (QStringList{u"1"_s, u"2"_s, u"3"_s}));
    QCOMPARE(textsIn(f.channel.since(first, start).missed), (QStringList{u"2"_s, u"3"_s}));
    QVERIFY(f.channel.since(last, start).missed.isEmpty());
    QVERIFY(f.channel.since(last, start).isWhole);
}

void TstAblyChannel::continuesWithWhatWasHeldBack()
{
    Fixture f;
    const StoredPublication held = f.store({u"held"_s}, start);
    const QString seen = f.publish(u"seen"_s, start).position;
    f.channel.deliver(held, start + 10);

    const Continuation continuation = f.channel.since(seen, start + 20);

    QVERIFY(continuation.isWhole);
    QCOMPARE(textsIn(continuation.missed), QStringList{u"held"_s});
}

void TstAblyChannel::cannotContinueBeyondWhatIsKept()
{
    Fixture f;
    const QString beginning = f.channel.position();
    const QString first = f.publish(u"1"_s, start).position;
    f.publish(u"2"_s, start + 60'000);
    const qint64 later = start + 130'000;

    QVERIFY(f.channel.since(first, later).isWhole);
    QVERIFY(!f.channel.since(beginning, later).isWhole);
    QCOMPARE(textsIn(f.channel.since(beginning, later).missed), QStringList{u"2"_s});
    QCOMPARE(f.channel.since(beginning, later).from, first);
}

void TstAblyChannel::cannotContinueFromAnotherRun()
{
    Fixture f;
    f.publish(u"1"_s, start);

    QVERIFY(!f.channel.since(u"99999999999999-000@run2"_s, start).isWhole);
    QVERIFY(!f.channel.since(u"nonsense"_s, start).isWhole);
}

void TstAblyChannel::rewinds_data()
{
    QTest::addColumn<int>("count");
    QTest::addColumn<qint64>("periodMs");
    QTest::addColumn<QString>("texts");
    QTest::addColumn<bool>("isCut");

    QTest::newRow("two") << 2 << qint64(0) << u"5 6"_s << false;
    QTest::newRow("into a publication of three") << 4 << qint64(0) << u"3 4 5 6"_s << false;
    QTest::newRow("more than there are") << 50 << qint64(0) << u"1 2 3 4 5 6"_s << false;
    QTest::newRow("more than allowed, fewer there") << 500 << qint64(0) << u"1 2 3 4 5 6"_s << false;
    QTest::newRow("by time") << 0 << qint64(20'000) << u"5 6"_s << false;
    QTest::newRow("by time with a limit") << 1 << qint64(60'000) << u"6"_s << false;
}

void TstAblyChannel::rewinds()
{
    QFETCH(int, count);
    QFETCH(qint64, periodMs);
    QFETCH(QString, texts);
    Fixture f;
    f.publish(u"1"_s, start);
    f.channel.deliver(f.store({u"2"_s, u"3"_s, u"4"_s}, start + 1000), start + 1000);
    f.publish(u"5"_s, start + 30'000);
    f.publish(u"6"_s, start + 31'000);

    bool isCut = false;
    const auto deliveries = f.channel.rewind({.count = count, .periodMs = periodMs}, start + 45'000, &isCut);

    QCOMPARE(textsIn(deliveries).join(u' '), texts);
    QTEST(isCut, "isCut");
}

void TstAblyChannel::rewindsEachMessageOnce()
{
    Fixture f;
    for (int i = 0; i < 120; ++i) {
        const StoredPublication stored = f.store({QString::number(i)}, start);
        f.channel.deliver(stored, start);
        f.channel.deliver(stored, start);
    }

    bool isCut = false;
    const QStringList texts = textsIn(f.channel.rewind({.count = 110}, start, &isCut));

    QCOMPARE(texts.size(), 100);
    QCOMPARE(texts.constFirst(), u"20"_s);
    QCOMPARE(texts.constLast(), u"119"_s);
    QVERIFY(isCut);
}

void TstAblyChannel::findsAPublicationByTheIdOfItsFirstMessage()
{
    Fixture f;
    const StoredPublication stored = f.store({u"a"_s}, start, u"mine"_s);

    QCOMPARE(f.channel.known(u"mine:0"_s), stored);
    QVERIFY(!f.channel.known(u"mine:1"_s));
}

QTEST_GUILESS_MAIN(TstAblyChannel)
#include "tst_ablychannel.moc"
