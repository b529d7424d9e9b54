#include "ui/shell/statusbar.h"

#include "ui/common/themeprovider.h"
#include "ui/common/uistate.h"

#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace gm;
using namespace Qt::StringLiterals;

namespace
{

struct Fixture {
    Fixture() { bar.show(); }
    QString text(const QString &cell) { return bar.findChild<QToolButton *>(u"status."_s + cell)->text(); }

    common::ThemeProvider themes;
    common::UiState state;
    shell::StatusBar bar{themes, state};
};

} // namespace

class TstStatusBar : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysThereIsNoProfile();
    void saysHowTheLinkStands_data();
    void saysHowTheLinkStands();
    void showsFactsOfAConnection();
    void sumsSeveralConnections();
    void hostGoesInANarrowWindow();
    void saysThatTheSessionIsNotKept();
    void cellsLeadToTheirPlace();
};

void TstStatusBar::saysThereIsNoProfile()
{
    Fixture f;

    QCOMPARE(f.text(u"connection"_s), u"Not connected"_s);
    QCOMPARE(f.text(u"host"_s), u"no profile yet"_s);
    QCOMPARE(f.text(u"user"_s), u"Not signed in"_s);
}

void TstStatusBar::saysHowTheLinkStands_data()
{
    QTest::addColumn<int>("state");
    QTest::addColumn<qint64>("retryInMs");
    QTest::addColumn<QString>("words");
    QTest::newRow("connecting") << int(ably::ConnectionState::Connecting) << qint64(0) << u"Connecting"_s;
    QTest::newRow("connected") << int(ably::ConnectionState::Connected) << qint64(0) << u"Connected"_s;
    QTest::newRow("suspended") << int(ably::ConnectionState::Suspended) << qint64(0)
                               << u"Suspended, trying every 30 s"_s;
    QTest::newRow("failed") << int(ably::ConnectionState::Failed) << qint64(0) << u"Failed"_s;
    QTest::newRow("disconnected") << int(ably::ConnectionState::Disconnected) << qint64(12'400)
                                  << u"Disconnected, next try in 12.4\u00a0s"_s;
}

void TstStatusBar::saysHowTheLinkStands()
{
    QFETCH(int, state);
    QFETCH(qint64, retryInMs);
    QFETCH(QString, words);
    Fixture f;
    monitor::LinkStatus link{.state = ably::ConnectionState(state)};
    if (retryInMs > 0)
        link.retryAtMs = 1'000'000 + retryInMs;

    f.bar.setLink(link, 1'000'000);

    QCOMPARE(f.text(u"connection"_s), words);
}

void TstStatusBar::showsFactsOfAConnection()
{
    Fixture f;
    monitor::LinkStatus link{.state = ably::ConnectionState::Connected, .host = u"main.realtime.ably.net"_s};
    link.roundTrip = std::chrono::milliseconds(23);
    link.channelsAttached = link.channelsWatched = 6;
    link.token.emplace().expires = 1'000'000 + 54 * 60'000 + 10'000;
    link.eventsPerSecond = 36.2;

    f.bar.setLink(link, 1'000'000);

    QCOMPARE(f.text(u"roundTrip"_s), u"rtt 23\u00a0ms"_s);
    QCOMPARE(f.text(u"channels"_s), u"6 channels"_s);
    QCOMPARE(f.text(u"token"_s), u"token 54:10"_s);
    QCOMPARE(f.text(u"rate"_s), u"36.2\u00a0ev/s"_s);
}

void TstStatusBar::sumsSeveralConnections()
{
    Fixture f;
    monitor::LinkStatus link{.state = ably::ConnectionState::Connected};
    link.channelsAttached = link.channelsWatched = 300;
    link.connections = link.connectionsUp = 2;
    f.bar.setLink(link, 0);
    QCOMPARE(f.text(u"channels"_s), u"300 channels, 2 connections"_s);

    link.connectionsUp = 1;
    f.bar.setLink(link, 0);

    QCOMPARE(f.text(u"channels"_s), u"300 channels, 1 of 2 connections"_s);
}

void TstStatusBar::hostGoesInANarrowWindow()
{
    Fixture f;
    f.bar.setLink({.state = ably::ConnectionState::Connected, .host = u"main.realtime.ably.net"_s}, 0);
    QVERIFY(f.bar.findChild<QToolButton *>(u"status.host"_s)->isVisible());

    f.state.setRoom(true, true);

    QVERIFY(!f.bar.findChild<QToolButton *>(u"status.host"_s)->isVisible());
}

void TstStatusBar::saysThatTheSessionIsNotKept()
{
    Fixture f;

    f.bar.setUser(u"ana@example.com"_s, false);
    QCOMPARE(f.text(u"session"_s), u"this session only"_s);

    f.bar.setUser(u"ana@example.com"_s, true);
    QVERIFY(f.text(u"session"_s).isEmpty());
}

void TstStatusBar::cellsLeadToTheirPlace()
{
    Fixture f;
    QSignalSpy connection(&f.bar, &shell::StatusBar::connectionClicked);
    QSignalSpy user(&f.bar, &shell::StatusBar::userClicked);

    f.bar.findChild<QToolButton *>(u"status.connection"_s)->click();
    f.bar.findChild<QToolButton *>(u"status.user"_s)->click();

    QCOMPARE(connection.count(), 1);
    QCOMPARE(user.count(), 1);
}

QTEST_MAIN(TstStatusBar)
#include "tst_statusbar.moc"
