#include "core/sandbox/ablycapability.h"

#include <QTest>

using namespace gm::sandbox;
using namespace Qt::StringLiterals;

class TstAblyCapability : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void matchesWholeSegments_data();
    void matchesWholeSegments();
    void grantsOnlyListedOperations();
    void intersects_data();
    void intersects();
    void refusesUnreadableText_data();
    void refusesUnreadableText();
};

void TstAblyCapability::matchesWholeSegments_data()
{
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QString>("channel");
    QTest::addColumn<bool>("isAllowed");

    QTest::newRow("itself") << u"conversation:1"_s << u"conversation:1"_s << true;
    QTest::newRow("last star, one segment") << u"conversation:*"_s << u"conversation:1"_s << true;
    QTest::newRow("last star, more segments") << u"conversation:*"_s << u"conversation:1:2"_s << true;
    QTest::newRow("last star needs one") << u"conversation:*"_s << u"conversation"_s << false;
    QTest::newRow("star within a word is literal") << u"conv*"_s << u"conversation:1"_s << false;
    QTest::newRow("literal star") << u"conv*"_s << u"conv*"_s << true;
    QTest::newRow("star in the middle is one segment") << u"a:*:c"_s << u"a:b:c"_s << true;
    QTest::newRow("not two") << u"a:*:c"_s << u"a:b:b:c"_s << false;
    QTest::newRow("case counts") << u"conversation:*"_s << u"Conversation:1"_s << false;
    QTest::newRow("star alone") << u"*"_s << u"anything:at:all"_s << true;
    QTest::newRow("star alone, no metachannel") << u"*"_s << u"[meta]log"_s << false;
    QTest::newRow("everything") << u"[*]*"_s << u"[meta]log"_s << true;
    QTest::newRow("everything, plain") << u"[*]*"_s << u"conversation:1"_s << true;
    QTest::newRow("metachannels") << u"[meta]*"_s << u"[meta]log"_s << true;
    QTest::newRow("metachannels only") << u"[meta]*"_s << u"log"_s << false;
    QTest::newRow("a name that ends in a star is one name") << u"a:b"_s << u"a:*"_s << false;
}

void TstAblyCapability::matchesWholeSegments()
{
    QFETCH(QString, pattern);
    QFETCH(QString, channel);
    QFETCH(bool, isAllowed);

    const auto capability = Capability::parse(u"{\"%1\":[\"subscribe\"]}"_s.arg(pattern));

    QVERIFY(capability.isOk());
    QCOMPARE(capability->allows(channel, "subscribe"_L1), isAllowed);
}

void TstAblyCapability::grantsOnlyListedOperations()
{
    const auto capability = Capability::parse(u"{\"a\":[\"subscribe\",\"history\"],\"b\":[\"*\"]}"_s);

    QVERIFY(capability->allows(u"a"_s, "history"_L1));
    QVERIFY(!capability->allows(u"a"_s, "publish"_L1));
    QVERIFY(capability->allows(u"b"_s, "publish"_L1));
}

void TstAblyCapability::intersects_data()
{
    QTest::addColumn<QString>("a");
    QTest::addColumn<QString>("b");
    QTest::addColumn<QString>("common");

    QTest::newRow("with everything") << u"{\"conversation:*\":[\"subscribe\"]}"_s << u"{\"[*]*\":[\"*\"]}"_s
                                     << u"{\"conversation:*\":[\"subscribe\"]}"_s;
    QTest::newRow("star and name") << u"{\"a:*\":[\"publish\",\"subscribe\"]}"_s << u"{\"a:1\":[\"subscribe\"]}"_s
                                   << u"{\"a:1\":[\"subscribe\"]}"_s;
    QTest::newRow("two stars") << u"{\"a:*:c\":[\"*\"]}"_s << u"{\"*:b:*\":[\"history\"]}"_s
                               << u"{\"a:b:c\":[\"history\"]}"_s;
    QTest::newRow("no common channel") << u"{\"a\":[\"*\"]}"_s << u"{\"b\":[\"*\"]}"_s << u"{}"_s;
    QTest::newRow("no common operation") << u"{\"a\":[\"publish\"]}"_s << u"{\"a\":[\"history\"]}"_s << u"{}"_s;
    QTest::newRow("sorted") << u"{\"b\":[\"z\",\"a\"],\"a\":[\"x\"]}"_s << u"{\"*\":[\"*\"]}"_s
                            << u"{\"a\":[\"x\"],\"b\":[\"a\",\"z\"]}"_s;
}

void TstAblyCapability::intersects()
{
    QFETCH(QString, a);
    QFETCH(QString, b);
    QFETCH(QString, common);
    const Capability first = *Capability::parse(a);
    const Capability second = *Capability::parse(b);

    QCOMPARE(first.intersectedWith(second).toText(), common);
    QCOMPARE(second.intersectedWith(first).toText(), common);
    QCOMPARE(first.intersectedWith(second).isEmpty(), common == u"{}"_s);
}

void TstAblyCapability::refusesUnreadableText_data()
{
    QTest::addColumn<QString>("text");

    QTest::newRow("no JSON") << u"subscribe"_s;
    QTest::newRow("a list") << u"[\"a\"]"_s;
    QTest::newRow("no list of operations") << u"{\"a\":\"subscribe\"}"_s;
    QTest::newRow("numbers as operations") << u"{\"a\":[1]}"_s;
}

void TstAblyCapability::refusesUnreadableText()
{
    QFETCH(QString, text);

    const auto capability = Capability::parse(text);

    QVERIFY(!capability);
    QCOMPARE(capability.error().code, 40003);
}

QTEST_GUILESS_MAIN(TstAblyCapability)
#include "tst_ablycapability.moc"
