#include "core/timeline/streams.h"
#include "tests/support/events.h"

#include <QSignalSpy>
#include <QTest>

using namespace gm;
using namespace Qt::StringLiterals;
using base::ConversationId;
using base::RowIndex;
using timeline::EventFlag;
using timeline::Stream;
using timeline::StreamFlag;
using timeline::StreamIndex;
using timeline::StreamState;

namespace
{

struct Fixture {
    test::EventMaker maker;
    timeline::EventStore store;
    timeline::Streams streams{store};

    [[nodiscard]] const Stream &first() const { return streams.at(StreamIndex(0)); }
};

} // namespace

class TstStreams : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void joinsPiecesToOneRow();
    void measuresItsRate();
    void endsWithItsEnd();
    void saysWhenTheTextDiffers();
    void endsWithTheFinishedMessage();
    void isInterruptedByTheEndOfTheRun_data();
    void isInterruptedByTheEndOfTheRun();
    void keepsConversationsAndMessagesApart();
    void ignoresRepeatsButCountsThemAsMembers();
    void flagsPiecesOutOfOrder();
    void flagsAGapInside();
    void takesTheEndAloneAsText();
    void leavesWrongShapesRowsOfTheirOwn();
    void takesWhatTheStoreHeldBefore();
};

void TstStreams::joinsPiecesToOneRow()
{
    Fixture f;
    QSignalSpy changed(&f.streams, &timeline::Streams::changed);

    f.store.append(f.maker.message(u"a"_s, u"user"_s, u"hello"_s));
    f.store.append({f.maker.token(u"a"_s, u"s1"_s, u"Good "_s), f.maker.token(u"a"_s, u"s1"_s, u"fit: "_s)});
    f.store.append(f.maker.token(u"a"_s, u"s1"_s, u"I can"_s));

    QCOMPARE(f.streams.count(), 1);
    QCOMPARE(f.first().text, u"Good fit: I can"_s);
    QCOMPARE(f.first().pieces, 3);
    QCOMPARE(f.first().firstRow, RowIndex(1));
    QCOMPARE(f.first().lastRow, RowIndex(3));
    QVERIFY(f.first().isLive());
    QVERIFY(!f.streams.streamOf(RowIndex(0)));
    QVERIFY(!f.streams.isMember(RowIndex(1)));
    QVERIFY(f.streams.isMember(RowIndex(2)));
    QCOMPARE(f.streams.streamOf(RowIndex(3)), StreamIndex(0));
    QCOMPARE(f.streams.memberCount(), 2);
    QCOMPARE(changed.count(), 2); // Once per batch.
}

void TstStreams::measuresItsRate()
{
    Fixture f;
    f.maker.stepMs = 25;
    for (int i = 0; i < 41; ++i)
        f.store.append(f.maker.token(u"a"_s, u"s1"_s, u"x"_s));

    QCOMPARE(f.first().durationMs, 1'000);
    QCOMPARE(f.first().piecesPerSecond(), 40.0);
}

void TstStreams::endsWithItsEnd()
{
    Fixture f;
    f.store.append(f.maker.token(u"a"_s, u"s1"_s, u"Hel"_s));
    f.store.append(f.maker.token(u"a"_s, u"s1"_s, u"lo"_s));
    QCOMPARE(f.streams.liveIn(ConversationId(u"a"_s)), StreamIndex(0));

    f.store.append(f.maker.streamEnd(u"a"_s, u"s1"_s, u"Hello"_s));

    QCOMPARE(f.first().state, StreamState::Ended);
    QCOMPARE(f.first().flags, timeline::StreamFlags());
    QCOMPARE(f.first().pieces, 2);
    QCOMPARE(f.first().durationMs, 200);
    QVERIFY(f.streams.isMember(RowIndex(2)));
    QVERIFY(!f.streams.liveIn(ConversationId(u"a"_s)));
}

void TstStreams::saysWhenTheTextDiffers()
{
    Fixture f;
    f.store.append(f.maker.token(u"a"_s, u"s1"_s, u"Hel"_s));
    f.store.append(f.maker.streamEnd(u"a"_s, u"s1"_s, u"Hello"_s));

    QCOMPARE(f.first().flags, StreamFlag::TextDiffers);
    QCOMPARE(f.first().text, u"Hel"_s);
    QCOMPARE(f.first().endText, u"Hello"_s);
}

void TstStreams::endsWithTheFinishedMessage()
{
    Fixture f;
    f.store.append(f.maker.token(u"a"_s, u"s1"_s, u"Hello"_s));
    f.store.append(f.maker.message(u"a"_s, u"assistant"_s, u"another"_s, {}, u"other"_s));
    QVERIFY(f.first().isLive());

    f.store.append(f.maker.message(u"a"_s, u"assistant"_s, u"Hello"_s, {}, u"s1"_s));

    QCOMPARE(f.first().state, StreamState::Ended);
    QVERIFY(!f.streams.isMember(RowIndex(2))); // The message stays a row.
}

void TstStreams::isInterruptedByTheEndOfTheRun_data()
{
    QTest::addColumn<bool>("byError");
    QTest::newRow("complete") << false;
    QTest::newRow("status error") << true;
}

void TstStreams::isInterruptedByTheEndOfTheRun()
{
    QFETCH(bool, byError);
    Fixture f;
    f.store.append(f.maker.token(u"a"_s, u"s1"_s, u"Hel"_s));

    f.store.append(byError ? f.maker.status(u"b"_s, u"error"_s) : f.maker.complete(u"b"_s));
    QVERIFY(f.first().isLive()); // Another conversation's run.
    f.store.append(byError ? f.maker.status(u"a"_s, u"error"_s) : f.maker.complete(u"a"_s));

    QCOMPARE(f.first().state, StreamState::Interrupted);
}

void TstStreams::keepsConversationsAndMessagesApart()
{
    Fixture f;
    f.store.append({f.maker.token(u"a"_s, u"s1"_s, u"1"_s), f.maker.token(u"b"_s, u"s1"_s, u"2"_s),
                    f.maker.token(u"a"_s, u"s2"_s, u"3"_s), f.maker.token(u"a"_s, u"s1"_s, u"4"_s)});

    QCOMPARE(f.streams.count(), 3);
    QCOMPARE(f.first().text, u"14"_s);
    QCOMPARE(f.streams.at(StreamIndex(1)).conversation, ConversationId(u"b"_s));
    QCOMPARE(f.streams.liveIn(ConversationId(u"a"_s)), StreamIndex(2));
    QCOMPARE(f.streams.lowerBound(RowIndex(1)), 1);
    QCOMPARE(f.streams.lowerBound(RowIndex(3)), 3);
}

void TstStreams::ignoresRepeatsButCountsThemAsMembers()
{
    Fixture f;
    const timeline::Event piece = f.maker.token(u"a"_s, u"s1"_s, u"x"_s);
    f.store.append(piece);
    f.store.append(test::changed(piece, [](auto &fields) { fields.flags |= EventFlag::Duplicate; }));

    QCOMPARE(f.first().text, u"x"_s);
    QCOMPARE(f.first().pieces, 1);
    QCOMPARE(f.streams.memberCount(), 1);
}

void TstStreams::flagsPiecesOutOfOrder()
{
    Fixture f;
    f.store.append(f.maker.token(u"a"_s, u"s1"_s, u"1"_s));
    const timeline::Event early = f.maker.token(u"a"_s, u"s1"_s, u"2"_s);
    f.store.append(f.maker.token(u"a"_s, u"s1"_s, u"3"_s));
    QCOMPARE(f.first().flags, timeline::StreamFlags());

    f.store.append(early);

    QCOMPARE(f.first().flags, StreamFlag::OutOfOrder);
}

void TstStreams::flagsAGapInside()
{
    Fixture f;
    f.store.append(f.maker.token(u"a"_s, u"s1"_s, u"1"_s));
    QSignalSpy changed(&f.streams, &timeline::Streams::changed);

    f.streams.markGap(ConversationId(u"b"_s));
    QCOMPARE(changed.count(), 0);
    f.streams.markGap(ConversationId(u"a"_s));

    QCOMPARE(f.first().flags, StreamFlag::GapInside);
    QCOMPARE(changed.count(), 1);
}

void TstStreams::takesTheEndAloneAsText()
{
    Fixture f;
    f.store.append(f.maker.streamEnd(u"a"_s, u"s1"_s, u"Hello"_s));

    QCOMPARE(f.first().text, u"Hello"_s);
    QCOMPARE(f.first().pieces, 0);
    QCOMPARE(f.first().flags, timeline::StreamFlags());
    QVERIFY(!f.first().isLive());
}

void TstStreams::leavesWrongShapesRowsOfTheirOwn()
{
    Fixture f;
    f.store.append(f.maker.raw(u"a"_s, u"stream_token"_s, R"("just text")"));
    f.store.append(f.maker.raw(u"a"_s, u"stream_token"_s, R"({"token":"x"})"));

    QCOMPARE(f.streams.count(), 0);
    QCOMPARE(f.streams.memberCount(), 0);
}

void TstStreams::takesWhatTheStoreHeldBefore()
{
    Fixture f;
    f.store.append({f.maker.token(u"a"_s, u"s1"_s, u"1"_s), f.maker.token(u"a"_s, u"s1"_s, u"2"_s)});

    const timeline::Streams later(f.store);

    QCOMPARE(later.at(StreamIndex(0)).text, u"12"_s);
    QCOMPARE(later.memberCount(), 1);
}

QTEST_GUILESS_MAIN(TstStreams)
#include "tst_streams.moc"
