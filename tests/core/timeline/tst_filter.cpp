#include "core/timeline/filter.h"
#include "core/timeline/filteredrows.h"
#include "tests/support/events.h"

#include <QTest>

using namespace gm;
using namespace Qt::StringLiterals;
using base::ConversationId;
using timeline::Filter;

namespace
{

constexpr auto lisbonId = "2f90d3c7-61be-4c11-9d0a-7be1c40d2a35";
constexpr auto rustId = "7c1e4b0a-52d9-4f6e-8f57-000000000001";

/// Eleven events in two conversations, one of each sort; the row numbers in the table below count them.
struct Fixture {
    test::EventMaker maker;
    timeline::EventStore store;
    timeline::Streams streams{store};
    timeline::Runs runs{store, streams};
    timeline::Titles titles;
    const QString lisbon = QLatin1String(lisbonId);
    const QString rust = QLatin1String(rustId);

    Fixture()
    {
        titles.setTitle(ConversationId(lisbon), u"Talks in Lisbon"_s);
        titles.setTitle(ConversationId(rust), u"Senior Rust jobs"_s);
        using timeline::EventFlag;
        store.append(maker.message(lisbon, u"user"_s, u"30 minutes, English"_s, u"question_answers"_s)); // 0
        store.append(maker.status(lisbon, u"searching"_s, u"Searching for opportunities"_s));            // 1
        store.append(maker.status(rust, u"searching"_s, u"Searching for \"Rust\""_s));                   // 2
        store.append(maker.token(lisbon, u"s1"_s, u"Happy to "_s));                                      // 3
        store.append(maker.token(lisbon, u"s1"_s, u"help"_s));                                           // 4, a member
        maker.lagMs = 1'300;
        store.append(test::changed(maker.status(rust, u"error"_s, u"Search provider timed out"_s),
                                   [](auto &f) { f.flags |= EventFlag::Late; })); // 5
        maker.lagMs = -12;
        store.append(test::changed(maker.raw(rust, u"goal_updated"_s, R"({"goal":"e0"})"),
                                   [](auto &f) { f.clientId = u"Backend-1"_s; })); // 6
        maker.lagMs = 40;
        store.append(maker.raw(rust, u"status"_s, R"("processing")")); // 7
        store.append(test::changed(maker.status(lisbon, u"complete"_s, u"Found 14 opportunities"_s),
                                   [](auto &f) { f.publishedMs = 0; }));                                 // 8
        store.append(maker.complete(lisbon, 14));                                                        // 9
        store.append(maker.message(lisbon, u"assistant"_s, u"You can narrow these"_s, u"clarifying"_s)); // 10
    }

    [[nodiscard]] QList<int> rows(const Filter &filter) const
    {
        timeline::FilteredRows filtered({store, streams, runs, titles});
        filtered.setFilter(filter);
        filtered.extend();
        QList<int> rows;
        for (qint64 i = 0; i < filtered.size(); ++i)
            rows << int(filtered.at(i).value());
        return rows;
    }
};

} // namespace

class TstFilter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusesATextThatIsTooLong();
    void letsTheRightRowsThrough_data();
    void letsTheRightRowsThrough();
    void saysWhatIsWrongAndWhere_data();
    void saysWhatIsWrongAndWhere();
    void survivesAnyText();
    void matchesWildcards_data();
    void matchesWildcards();
    void suggests_data();
    void suggests();
};

void TstFilter::letsTheRightRowsThrough_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QList<int>>("rows");
    const QList<int> all{0, 1, 2, 3, 5, 6, 7, 8, 9, 10};
    const auto row = [](const char *text, const QList<int> &rows) {
        QTest::newRow(text) << QString::fromUtf8(text) << rows;
    };
    row("", all);
    row("  ", all);
    row("kind:status", {1, 2, 5, 7, 8});
    row("KIND:Status", {1, 2, 5, 7, 8});
    row("kind:stream", {3});
    row("kind:complete", {9});
    row("kind:other", {6});
    row("-kind:status", {0, 3, 6, 9, 10});
    row("status:searching", {1, 2});
    row("status:*e*", {1, 2, 5, 8});
    row("kind:status status:error", {5});
    row("kind:status status:error or kind:complete", {5, 9});
    row("kind:status (status:error or status:complete)", {5, 8});
    row("-(kind:status or kind:message)", {3, 6, 9});
    row("conversation:lisbon", {0, 1, 3, 8, 9, 10});
    row("conversation:\"talks in\"", {0, 1, 3, 8, 9, 10});
    row("conversation:7c1e4b0a", {2, 5, 6, 7});
    row("conversation:7c1e4b0a-52d9-4f6e-8f57-000000000001", {2, 5, 6, 7});
    row("conversation:*jobs", {2, 5, 6, 7});
    row("conversation:*-0000*", {2, 5, 6, 7});
    row("conversation:jobs*", {});
    row("name:goal_updated", {6});
    row("name:goal*", {6});
    row("role:assistant", {10});
    row("type:question_answers", {0});
    row("client:backend-1", {6});
    row("flag:late", {5});
    row("flag:wrong-shape", {7});
    row("-flag:unknown-name kind:other", {});
    row("latency:>1s", {5});
    row("latency:>=1.3s", {5});
    row("lag:<0ms", {6});
    row("lag:-12ms", {6});
    row("lag:40ms kind:status", {1, 2, 7});
    row("-latency:<1s", {5, 8});
    row("run:2", {6, 7});
    row("run:7c1e4b0a-52d9-4f6e-8f57-000000000001#1", {2, 5});
    row("opportunities", {1, 8, 9});
    row("\"found 14\"", {8});
    row("\"for \\\"rust\\\"\"", {2});
    row("\"happy to help\"", {3});
    row("-search -conversation:lisbon", {6, 7});
    row("goal_upd", {6});
    row("opportunities kind:status or happy", {1, 3, 8});
    row("nothing-like-this", {});
    row("- kind:complete", {});
    row("14:02", {});
    row("()", {});
}

void TstFilter::letsTheRightRowsThrough()
{
    QFETCH(QString, text);
    QFETCH(QList<int>, rows);
    const Fixture f;
    const auto filter = Filter::parse(text);
    if (text == u"()") {
        QVERIFY(!filter);
        return;
    }
    QVERIFY2(filter.isOk(), qPrintable(filter.isOk() ? QString() : filter.error().toText()));

    QCOMPARE(f.rows(*filter), rows);
}

void TstFilter::saysWhatIsWrongAndWhere_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("from");
    QTest::addColumn<int>("length");
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("next");
    const auto row = [](const QString &text, int from, int length, const QString &what, const QString &next) {
        QTest::newRow(qPrintable(text)) << text << from << length << what << next;
    };
    row(u"x latency:>fast"_s, 2, 13, u"\"fast\" is not a duration."_s, u"Write 500ms, 1s or 2m."_s);
    row(u"kind:states"_s, 0, 11, u"\"states\" is not a kind of event."_s,
        u"Write one of these: message, status, complete, stream, other."_s);
    row(u"flag:lost"_s, 0, 9, u"\"lost\" is not a flag."_s,
        u"Write one of these: duplicate, wrong-shape, unknown-name, undecodable, late, out-of-order, backlog, superseded."_s);
    row(u"a colour:red"_s, 2, 10, u"There is no key \"colour:\"."_s, {});
    row(u"kind:"_s, 0, 5, u"The value after \"kind:\" is missing."_s, u"Write it right behind the colon."_s);
    row(u"a (b"_s, 2, 1, u"The bracket is not closed."_s, u"Write a ) at its end."_s);
    row(u"a) b"_s, 1, 1, u"This bracket closes nothing."_s, u"Take it away, or write a ( before."_s);
    row(u"a or"_s, 4, 0, u"Something to look for is missing here."_s, {});
    row(u"or a"_s, 0, 2, u"Something to look for is missing here."_s, {});
    row(u"a -(b or )"_s, 9, 1, u"Something to look for is missing here."_s, {});
    row(u"a \"b c"_s, 2, 4, u"The quote is not closed."_s, u"Write a \" at the end of the text."_s);
    row(u"a (-)"_s, 3, 1, u"Something to leave out is missing after the minus."_s, {});
}

void TstFilter::saysWhatIsWrongAndWhere()
{
    QFETCH(QString, text);
    QFETCH(QString, next);
    timeline::FilterError problem;

    const auto filter = Filter::parse(text, &problem);

    QVERIFY(!filter);
    QTEST(filter.error().what, "what");
    QVERIFY(!filter.error().next.isEmpty());
    if (!next.isEmpty())
        QCOMPARE(filter.error().next, next);
    QTEST(int(problem.from), "from");
    QTEST(int(problem.length), "length");
}

void TstFilter::survivesAnyText()
{
    // Every text parses or fails with a place inside it, however deep it goes.
    const QString deep = QString(50'000, u'(') + u"a"_s;
    const QString minus = QString(50'000, u'-') + u"a"_s;
    for (const QString &text : {deep, minus, u"\"\\"_s, u":::"_s, u"-"_s, u"a:b:c"_s, u"kind:\""_s, u"((((a))))"_s}) {
        timeline::FilterError problem;
        const auto filter = Filter::parse(text, &problem);
        if (!filter)
            QVERIFY(problem.from >= 0 && problem.from + problem.length <= text.size());
    }
}

void TstFilter::matchesWildcards_data()
{
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<bool>("matches");
    QTest::newRow("same") << u"Abc"_s << u"abc"_s << true;
    QTest::newRow("part") << u"abcd"_s << u"abc"_s << false;
    QTest::newRow("any") << u""_s << u"*"_s << true;
    QTest::newRow("start") << u"abcd"_s << u"ab*"_s << true;
    QTest::newRow("end") << u"abcd"_s << u"*cd"_s << true;
    QTest::newRow("inside") << u"abcd"_s << u"*bc*"_s << true;
    QTest::newRow("both ends, overlapping") << u"aba"_s << u"ab*ba"_s << false;
    QTest::newRow("three parts") << u"a-b-c"_s << u"a*b*c"_s << true;
    QTest::newRow("three parts, wrong order") << u"a-c-b"_s << u"a*b*c"_s << false;
    QTest::newRow("two stars") << u"abc"_s << u"a**c"_s << true;
}

void TstFilter::matchesWildcards()
{
    QFETCH(QString, value);
    QFETCH(QString, pattern);
    QTEST(timeline::matchesWildcard(value, pattern), "matches");
}

void TstFilter::suggests_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("from");
    QTest::addColumn<QStringList>("texts");
    QTest::newRow("key") << u"x ki"_s << 2 << QStringList{u"kind:"_s};
    QTest::newRow("keys") << u"r"_s << 0 << QStringList{u"role:"_s, u"run:"_s};
    QTest::newRow("after a minus") << u"-sta"_s << 1 << QStringList{u"status:"_s};
    QTest::newRow("after a bracket") << u"(cl"_s << 1 << QStringList{u"client:"_s};
    QTest::newRow("value") << u"kind:st"_s << 0 << QStringList{u"kind:status"_s, u"kind:stream"_s};
    QTest::newRow("seen values") << u"status:"_s << 0
                                 << QStringList{u"status:complete"_s, u"status:error"_s, u"status:searching"_s};
    QTest::newRow("quoted title") << u"conversation:lis"_s << 0 << QStringList{u"conversation:\"Talks in Lisbon\""_s};
    QTest::newRow("inside quotes") << u"conversation:\"talks in"_s << 0
                                   << QStringList{u"conversation:\"Talks in Lisbon\""_s};
    QTest::newRow("a text") << u"\"ki"_s << 0 << QStringList{};
    QTest::newRow("unknown key") << u"colour:r"_s << 0 << QStringList{};
}

void TstFilter::suggests()
{
    QFETCH(QString, text);
    const Fixture f;
    const Filter::Suggestions found = Filter::suggest(text, text.size(), f.store, f.titles);

    QTEST(int(found.from), "from");
    QTEST(found.texts, "texts");
    QCOMPARE(found.from + found.length, text.size());
}

void TstFilter::refusesATextThatIsTooLong()
{
    QVERIFY(Filter::parse(QString(gm::timeline::maxFilterLength, u'x')));
    gm::timeline::FilterError problem;
    QVERIFY(!Filter::parse(QString(gm::timeline::maxFilterLength + 3, u'x'), &problem));
    QCOMPARE(problem.from, gm::timeline::maxFilterLength);
    QCOMPARE(problem.length, 3);
    QVERIFY(problem.error.what.contains(u"4000"));
}

QTEST_GUILESS_MAIN(TstFilter)
#include "tst_filter.moc"
