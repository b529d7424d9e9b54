#include "core/ably/errorcatalogue.h"

#include <QSet>
#include <QTest>

using namespace gm::ably;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(gm::ably::ErrorClass)
Q_DECLARE_METATYPE(gm::ably::ErrorOrigin)

/// Facts about codes, and what a code means where it is met.
class TstErrorCatalogue : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsEveryRow();
    void knowsItsCodes_data();
    void knowsItsCodes();
    void classifiesByCodeAndPlace_data();
    void classifiesByCodeAndPlace();
    void namesTheHelpPage_TI5();
};

void TstErrorCatalogue::findsEveryRow()
{
    QSet<QString> names;
    for (const ErrorFact &fact : errorFacts()) {
        QCOMPARE(errorFact(fact.code), &fact);
        QVERIFY(!fact.name.isEmpty());
        names.insert(fact.name.toString());
    }
    QCOMPARE(names.size(), qsizetype(errorFacts().size()));
    QVERIFY(!errorFact(0));
    QVERIFY(!errorFact(40152));
    QVERIFY(!errorFact(999999));
}

void TstErrorCatalogue::knowsItsCodes_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("name");
    QTest::newRow("first") << 10000 << u"no-error"_s;
    QTest::newRow("expiry") << 40142 << u"token-expired"_s;
    QTest::newRow("last") << 93002 << u"message-changes-off"_s;
}

void TstErrorCatalogue::knowsItsCodes()
{
    QFETCH(const int, code);
    const ErrorFact *fact = errorFact(code);
    QVERIFY(fact);
    QTEST(fact->name.toString(), "name");
}

void TstErrorCatalogue::classifiesByCodeAndPlace_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<ErrorOrigin>("origin");
    QTest::addColumn<int>("status");
    QTest::addColumn<ErrorClass>("kind");
    using enum ErrorOrigin;
    using enum ErrorClass;
    const auto row = [](const char *name, int code, ErrorOrigin origin, int status, ErrorClass kind) {
        QTest::newRow(name) << code << origin << status << kind;
    };
    row("RSA4b: expired, anywhere", 40142, ConnectionError, 401, Renew);
    row("RSA4b: expired, DISCONNECTED", 40142, Disconnected, 401, Renew);
    row("RSA4b: a token error not in the table", 40149, Rest, 401, Renew);
    row("RTN15j: any ERROR ends the connection", 50000, ConnectionError, 500, FatalConnection);
    row("RTN14g: unknown code", 12345, ConnectionError, 0, FatalConnection);
    row("RTL14: capability", 40160, ChannelError, 401, FatalChannel);
    row("RTL14: unknown code", 12345, ChannelError, 0, FatalChannel);
    row("80016 does not fail the channel", 80016, ChannelError, 400, Auto);
    row("RTN15h3: a fatal code beside DISCONNECTED", 40101, Disconnected, 401, Auto);
    row("RTL13: DETACHED", 90007, Detached, 408, Auto);
    row("failed resume beside CONNECTED", 80008, ConnectedNotice, 400, Gap);
    row("another region: continuity is told by channel", 80023, ConnectedNotice, 0, Note);
    row("old SDK, as a warning", 80024, ConnectedNotice, 400, Note);
    row("unknown beside CONNECTED", 12345, ConnectedNotice, 0, Note);
    row("RTL12: continuity", 90003, AttachedNotice, 404, Gap);
    row("RTL12: unknown", 12345, AttachedNotice, 0, Gap);
    row("missing mode beside ATTACHED", 90009, AttachedNotice, 0, Note);
    row("REST: refused", 40101, Rest, 401, Call);
    row("REST: internal", 50000, Rest, 500, Auto);
    row("REST: unknown 503", 12345, Rest, 503, Auto);
    row("REST: unknown 404", 12345, Rest, 404, Call);
    row("ours: payload", 40013, Local, 400, Note);
    row("ours: cannot renew", 40171, Local, 401, FatalConnection);
    row("ours: idle", 80003, Local, 408, Auto);
}

void TstErrorCatalogue::classifiesByCodeAndPlace()
{
    QFETCH(const int, code);
    QFETCH(const ErrorOrigin, origin);
    QFETCH(const int, status);
    QTEST(errorClass(code, origin, status), "kind");
}

void TstErrorCatalogue::namesTheHelpPage_TI5()
{
    QCOMPARE(helpUrlOf(90003), QUrl(u"https://help.ably.io/error/90003"_s));
    QVERIFY(helpUrlOf(1203).isEmpty());
    QVERIFY(helpUrlOf(0).isEmpty());
}

QTEST_GUILESS_MAIN(TstErrorCatalogue)
#include "tst_errorcatalogue.moc"
