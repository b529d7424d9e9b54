#include "core/timeline/sequence.h"
#include "tests/support/events.h"

#include <QTest>

using namespace gm;
using namespace Qt::StringLiterals;
using timeline::EventFlag;
using timeline::EventFlags;
using timeline::Sequence;

namespace
{

timeline::Event::Fields fields(const QString &conversation, const QString &id, qint64 publishedMs, qint64 lagMs = 40)
{
    timeline::Event::Fields fields;
    fields.conversation = base::ConversationId(conversation);
    fields.id = base::EventId(id);
    fields.publishedMs = publishedMs;
    fields.receivedMs = publishedMs + lagMs;
    return fields;
}

/// A version of the message with serial @p message; the first one has that serial itself.
timeline::Event::Fields version(const QString &message, const QString &serial, const QString &id)
{
    timeline::Event::Fields result = fields(u"a"_s, id, 0);
    result.serial = message;
    if (serial != message)
        result.revision = std::make_shared<timeline::Revision>(timeline::Revision{.serial = serial});
    return result;
}

} // namespace

class TstSequence : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsRepeatsInAConversation();
    void findsWhatCameTooLate();
    void findsWhatOvertook();
    void leavesTheBacklogAlone();
    void judgesNothingWithoutIdOrTime();
    void remembersAsManyAsPromised();
    void findsTheNewestVersionByItsText_TM2s1_G19();
};

void TstSequence::findsRepeatsInAConversation()
{
    Sequence sequence;
    QCOMPARE(sequence.judge(fields(u"a"_s, u"x:0"_s, 1'000), false), EventFlags());
    QCOMPARE(sequence.judge(fields(u"b"_s, u"x:0"_s, 1'000), false), EventFlags());
    QCOMPARE(sequence.judge(fields(u"a"_s, u"x:1"_s, 1'000), false), EventFlags());
    QCOMPARE(sequence.judge(fields(u"a"_s, u"x:0"_s, 1'000, 9'000), false), EventFlag::Duplicate);
}

void TstSequence::findsWhatCameTooLate()
{
    Sequence sequence;
    QCOMPARE(sequence.judge(fields(u"a"_s, u"1"_s, 1'000, 999), false), EventFlags());
    QCOMPARE(sequence.judge(fields(u"a"_s, u"2"_s, 2'000, 1'000), false), EventFlag::Late);
    QCOMPARE(sequence.judge(fields(u"a"_s, u"3"_s, 3'000, -5), false), EventFlags());
}

void TstSequence::findsWhatOvertook()
{
    Sequence sequence;
    QCOMPARE(sequence.judge(fields(u"a"_s, u"1"_s, 2'000), false), EventFlags());
    QCOMPARE(sequence.judge(fields(u"a"_s, u"2"_s, 1'999), false), EventFlag::OutOfOrder);
    QCOMPARE(sequence.judge(fields(u"a"_s, u"3"_s, 2'000), false), EventFlags());

    timeline::Event::Fields other = fields(u"a"_s, u"4"_s, 1'000);
    other.connectionId = u"another publisher"_s;
    QCOMPARE(sequence.judge(other, false), EventFlags());
    QCOMPARE(sequence.judge(fields(u"b"_s, u"5"_s, 1'000), false), EventFlags());
    QCOMPARE(sequence.judge(fields(u"a"_s, u"6"_s, 1'998), false), EventFlag::OutOfOrder);
}

void TstSequence::leavesTheBacklogAlone()
{
    Sequence sequence;
    QCOMPARE(sequence.judge(fields(u"a"_s, u"1"_s, 1'000, 90'000), true), EventFlags());
}

void TstSequence::judgesNothingWithoutIdOrTime()
{
    Sequence sequence;
    for (int i = 0; i < 2; ++i) {
        timeline::Event::Fields bare = fields(u"a"_s, QString(), 0);
        bare.receivedMs = 1'762'437'827'000;
        QCOMPARE(sequence.judge(bare, false), EventFlags());
    }
}

void TstSequence::remembersAsManyAsPromised()
{
    Sequence sequence(100);
    for (int i = 0; i < 1'000; ++i) {
        QCOMPARE(sequence.judge(fields(u"a"_s, QString::number(i), 1'000), false), EventFlags());
        // The hundredth before it is still known.
        if (i >= 100)
            QCOMPARE(sequence.judge(fields(u"a"_s, QString::number(i - 99), 1'000), false), EventFlag::Duplicate);
    }
    QCOMPARE(sequence.judge(fields(u"a"_s, u"0"_s, 1'000), false), EventFlags());
}

void TstSequence::findsTheNewestVersionByItsText_TM2s1_G19()
{
    Sequence sequence;
    const auto isOld = [&](const QString &message, const QString &serial, const QString &id) {
        return sequence.judge(version(message, serial, id), false).testFlag(EventFlag::Superseded);
    };

    QVERIFY(!isOld(u"10@s:0"_s, u"10@s:0"_s, u"1"_s)); // created
    QVERIFY(!isOld(u"10@s:0"_s, u"12@s:0"_s, u"2"_s));
    QVERIFY(isOld(u"10@s:0"_s, u"11@s:0"_s, u"3"_s));  // overtaken by the one before
    QVERIFY(!isOld(u"10@s:0"_s, u"12@s:1"_s, u"4"_s)); // by text, not by number
    QVERIFY(isOld(u"10@s:0"_s, u"12@s:0"_s, u"5"_s));
    QVERIFY(isOld(u"10@s:0"_s, u"10@s:0"_s, u"6"_s));  // its creation, by rewind
    QVERIFY(!isOld(u"20@s:0"_s, u"20@s:1"_s, u"7"_s)); // another message
    QVERIFY(!isOld(u"21@s:0"_s, u"21@s:0"_s, u"8"_s));
}

QTEST_GUILESS_MAIN(TstSequence)
#include "tst_sequence.moc"
