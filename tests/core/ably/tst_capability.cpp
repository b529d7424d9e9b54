#include "core/ably/capability.h"

#include <QTest>

using namespace gm::ably;
using namespace Qt::StringLiterals;
using gm::base::ChannelName;
using gm::base::Result;

namespace
{

Capability capability(const QString &json)
{
    const Result<Capability> result = Capability::parse(json);
    return result ? *result : Capability();
}

} // namespace

/// Ably's rules for what a token covers (section 14 of the protocol notes; 40160 when it does not).
class TstCapability : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void matchesWholeSegments_data();
    void matchesWholeSegments();
    void looksAtTheOperation_data();
    void looksAtTheOperation();
    void intersects_data();
    void intersects();
    void writesCanonicalText();
    void refusesOtherTexts_data();
    void refusesOtherTexts();
};

void TstCapability::matchesWholeSegments_data()
{
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QString>("channel");
    QTest::addColumn<bool>("isAllowed");
    const auto row = [](const QString &pattern, const QString &channel, bool isAllowed) {
        QTest::addRow("%s %s %s", qPrintable(pattern), isAllowed ? "covers" : "leaves out", qPrintable(channel))
            << pattern << channel << isAllowed;
    };
    row(u"conversation:42"_s, u"conversation:42"_s, true);
    row(u"conversation:42"_s, u"conversation:43"_s, false);
    row(u"conversation:42"_s, u"Conversation:42"_s, false);
    row(u"conversation:42"_s, u"conversation:42:x"_s, false);
    row(u"conversation:*"_s, u"conversation:42"_s, true);
    row(u"conversation:*"_s, u"conversation:42:x"_s, true);
    row(u"conversation:*"_s, u"conversation"_s, false);
    row(u"conv*"_s, u"conversation:42"_s, false);
    row(u"conv*"_s, u"conv*"_s, true);
    row(u"*"_s, u"conversation:42"_s, true);
    row(u"*"_s, u"[meta]log"_s, false);
    row(u"[meta]*"_s, u"[meta]log"_s, true);
    row(u"[meta]*"_s, u"log"_s, false);
    row(u"[*]*"_s, u"[meta]log"_s, true);
    row(u"[*]*"_s, u"conversation:42"_s, true);
    row(u"a:*:c"_s, u"a:b:c"_s, true);
    row(u"a:*:c"_s, u"a:b:b:c"_s, false);
    row(u"a:*:c"_s, u"a:c"_s, false);
    row(u"*:42"_s, u"conversation:42"_s, true);
    row(u"*:*"_s, u"a:b:c"_s, true);
    row(u"*:*"_s, u"a"_s, false);
    row(u"conversation:*"_s, u"[?rewind=1]conversation:42"_s, true);
    row(u"conversation:*"_s, u"[filter=abc]conversation:42"_s, true);
}

void TstCapability::matchesWholeSegments()
{
    QFETCH(const QString, pattern);
    QFETCH(const QString, channel);
    const Capability granted = capability(uR"({"%1":["subscribe"]})"_s.arg(pattern));
    QTEST(granted.allows(ChannelName(channel), u"subscribe"_s), "isAllowed");
}

void TstCapability::looksAtTheOperation_data()
{
    QTest::addColumn<QString>("json");
    QTest::addColumn<bool>("isAllowed");
    QTest::newRow("named") << uR"({"a":["history","subscribe"]})"_s << true;
    QTest::newRow("any") << uR"({"a":["*"]})"_s << true;
    QTest::newRow("another") << uR"({"a":["publish"]})"_s << false;
    QTest::newRow("on another pattern") << uR"({"b":["subscribe"],"a":["publish"]})"_s << false;
    QTest::newRow("on one of two patterns") << uR"({"*":["subscribe"],"a":["publish"]})"_s << true;
    QTest::newRow("nothing at all") << u"{}"_s << false;
}

void TstCapability::looksAtTheOperation()
{
    QFETCH(const QString, json);
    QTEST(capability(json).allows(ChannelName(u"a"_s), u"subscribe"_s), "isAllowed");
}

void TstCapability::intersects_data()
{
    QTest::addColumn<QString>("one");
    QTest::addColumn<QString>("other");
    QTest::addColumn<QString>("both");
    const auto row = [](const char *name, const QString &one, const QString &other, const QString &both) {
        QTest::newRow(name) << one << other << both;
    };
    row("equal", uR"({"a":["subscribe"]})"_s, uR"({"a":["subscribe"]})"_s, uR"({"a":["subscribe"]})"_s);
    row("all with some", uR"({"[*]*":["*"]})"_s, uR"({"conversation:*":["subscribe"]})"_s,
        uR"({"conversation:*":["subscribe"]})"_s);
    row("plain all leaves metachannels out", uR"({"*":["*"]})"_s, uR"({"[meta]log":["subscribe"]})"_s, u"{}"_s);
    row("operations", uR"({"a":["history","subscribe"]})"_s, uR"({"a":["publish","subscribe"]})"_s,
        uR"({"a":["subscribe"]})"_s);
    row("no common operation", uR"({"a":["publish"]})"_s, uR"({"a":["subscribe"]})"_s, u"{}"_s);
    row("no common channel", uR"({"a:*":["*"]})"_s, uR"({"b:*":["*"]})"_s, u"{}"_s);
    row("open ends", uR"({"a:*":["*"]})"_s, uR"({"*:b:*":["*"]})"_s, uR"({"a:b:*":["*"]})"_s);
    row("open against closed", uR"({"a:*":["*"]})"_s, uR"({"*:b":["*"]})"_s, uR"({"a:b":["*"]})"_s);
    row("closed and shorter", uR"({"a:b":["*"]})"_s, uR"({"a:*:c":["*"]})"_s, u"{}"_s);
}

void TstCapability::intersects()
{
    QFETCH(const QString, one);
    QFETCH(const QString, other);
    QFETCH(const QString, both);
    QCOMPARE(capability(one).intersectedWith(capability(other)).toText(), both);
    QCOMPARE(capability(other).intersectedWith(capability(one)).toText(), both);
}

void TstCapability::writesCanonicalText()
{
    QCOMPARE(capability(uR"( {"b" : ["subscribe", "history"], "a": ["*"]} )"_s).toText(),
             uR"({"a":["*"],"b":["history","subscribe"]})"_s);
}

void TstCapability::refusesOtherTexts_data()
{
    QTest::addColumn<QString>("json");
    for (const char *text : {"", "[]", "17", "{\"a\"}", R"({"a":"subscribe"})", R"({"a":[7]})", "subscribe"})
        QTest::addRow("%s", text) << QString::fromLatin1(text);
}

void TstCapability::refusesOtherTexts()
{
    QFETCH(const QString, json);
    const Result<Capability> result = Capability::parse(json);
    QVERIFY(!result);
    QCOMPARE(result.error().code, 40003);
    QVERIFY(!result.error().why.isEmpty());
}

QTEST_GUILESS_MAIN(TstCapability)
#include "tst_capability.moc"
