// conversationid: what people really paste.
#include "core/genie/conversationid.h"

#include <QTest>

using namespace gm::genie;
using namespace Qt::StringLiterals;

namespace
{
const QString idA = u"2f90d3c7-61be-4c11-9d0a-7be1c40d2a35"_s;
const QString idB = u"7C1E4B0A-0f7e-4a55-8f6b-2f1de1aa5b10"_s;
} // namespace

class TstConversationId : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void understands_data();
    void understands();
    void refuses_data();
    void refuses();
    void takesSeveralAtOnce_data();
    void takesSeveralAtOnce();
    void namesWhatItLeftOut();
};

void TstConversationId::understands_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("id");
    QTest::newRow("bare") << idA << idA;
    QTest::newRow("case kept") << idB << idB;
    QTest::newRow("blanks") << QString(u"\t " + idA + u" \r\n") << idA;
    QTest::newRow("channel") << QString(u"conversation:" + idA) << idA;
    QTest::newRow("channel, loosely") << QString(u" Conversation: " + idA) << idA;
    QTest::newRow("quotes") << QString(u"\"" + idA + u"\"") << idA;
    QTest::newRow("address") << QString(u"https://genie.example/chat/" + idA) << idA;
    QTest::newRow("address with more") << QString(u"http://localhost:5173/chat/" + idB + u"/messages?tab=1#end") << idB;
    QTest::newRow("address with a query") << QString(u"https://genie.example/?conversation=" + idA) << idA;
    QTest::newRow("address with a fragment") << QString(u"https://genie.example/#/chat/" + idA) << idA;
    QTest::newRow("address with two") << QString(u"https://genie.example/teams/" + idB + u"/chat/" + idA) << idA;
    QTest::newRow("escaped address") << QString(u"https://genie.example/chat/conversation%3A" + idA) << idA;
    QTest::newRow("without hyphens") << QString(idA).remove(u'-') << QString(idA).remove(u'-');
    QTest::newRow("one character lost") << idA.chopped(1) << idA.chopped(1);
}

void TstConversationId::understands()
{
    QFETCH(QString, text);
    QFETCH(QString, id);

    const auto parsed = parseConversationId(text);

    QVERIFY2(parsed, qPrintable(text));
    QCOMPARE(parsed->text(), id);
}

void TstConversationId::refuses_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("nothing") << QString();
    QTest::newRow("blanks") << u"  \n"_s;
    QTest::newRow("a word") << u"abc-123"_s;
    QTest::newRow("the start of one") << u"7c1e4b0a"_s;
    QTest::newRow("a sentence") << u"the conversation of this morning, please"_s;
    QTest::newRow("prefix alone") << u"conversation:"_s;
    QTest::newRow("address without an id") << u"https://genie.example/chat/"_s;
    QTest::newRow("path tricks") << QString(u"../" + idA);
    QTest::newRow("other channel") << QString(u"user:" + idA);
    QTest::newRow("two in one") << QString(idA + u' ' + idB);
    QTest::newRow("too long") << QString(idA + idB);
}

void TstConversationId::refuses()
{
    QFETCH(QString, text);

    const auto parsed = parseConversationId(text);

    QVERIFY(!parsed);
    QCOMPARE(parsed.error().id, u"GM-CONVERSATION-ID"_s);
    QVERIFY(!parsed.error().next.isEmpty());
}

void TstConversationId::takesSeveralAtOnce_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("lines") << QString(idA + u"\r\n" + idB + u'\n');
    QTest::newRow("commas") << QString(idA + u", " + idB);
    QTest::newRow("json") << QString(u"[\"" + idA + u"\",\"" + idB + u"\"]");
    QTest::newRow("table") << QString(u"| " + idA + u" | " + idB + u" |");
    QTest::newRow("mixed") << QString(u"conversation: " + idA + u"; https://genie.example/chat/" + idB);
    QTest::newRow("twice") << QString(idA + u' ' + idB + u" conversation:" + idA);
}

void TstConversationId::takesSeveralAtOnce()
{
    QFETCH(QString, text);

    const PastedIds pasted = parsePastedIds(text);

    QCOMPARE(pasted.ids, (QList{gm::base::ConversationId(idA), gm::base::ConversationId(idB)}));
    QCOMPARE(pasted.refused, QStringList());
    QCOMPARE(pasted.refusalText(), QString());
}

void TstConversationId::namesWhatItLeftOut()
{
    const PastedIds pasted = parsePastedIds(u"abc-123 " + idA + u" 7c1e4b0a " + idB);

    QCOMPARE(pasted.ids.size(), 2);
    QCOMPARE(pasted.refusalText(), u"2 of 4 are not conversation ids and were left out: abc-123, 7c1e4b0a."_s);
    QCOMPARE(parsePastedIds(u"abc-123"_s).refusalText(), u"This is not a conversation id: abc-123."_s);
    QVERIFY(parsePastedIds(u" ,\n"_s).refusalText().isEmpty());
}

QTEST_GUILESS_MAIN(TstConversationId)
#include "tst_conversationid.moc"
