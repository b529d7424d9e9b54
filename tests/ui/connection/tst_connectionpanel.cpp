#include "ui/connection/connectionpanel.h"

#include "core/timeline/titles.h"
#include "tests/support/fakeclock.h"
#include "ui/common/tableview.h"
#include "ui/common/themeprovider.h"
#include "ui/common/uistate.h"
#include "ui/connection/transitionstable.h"
#include "ui/models/channelsmodel.h"
#include "ui/models/transitionsmodel.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

using namespace gm;
using namespace gm::connectionpanel;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ably::ConnectionState;

namespace
{

struct Fixture {
    Fixture()
    {
        panel.resize(1440, 600);
        panel.setSources({&transitions, &channels, &history, nullptr});
        panel.show();
    }
    void change(ConnectionState previous, ConnectionState current, std::optional<ably::ErrorInfo> reason = {})
    {
        history.recordChange({.previous = previous,
                              .current = current,
                              .reason = std::move(reason),
                              .host = u"main.realtime.ably.net"_s,
                              .connectionId = current == ConnectionState::Connected ? u"Nq3vX0dT7a"_s : QString()},
                             clock.wallMs());
        clock.advance(1200ms);
    }
    [[nodiscard]] QString label(const QString &name) const { return panel.findChild<QLabel *>(name)->text(); }

    test::FakeClock clock;
    timeline::Titles titles;
    diagnostics::ConnectionHistory history;
    models::TransitionsModel transitions{history, clock};
    models::ChannelsModel channels{titles};
    common::ThemeProvider themes;
    common::UiState state;
    ConnectionPanel panel{themes, state, clock};
    TransitionsTable *table = panel.findChild<TransitionsTable *>(u"transitionsTable"_s);
};

} // namespace

class TstConnectionPanel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void listsConnectionsWhereThereAreSeveral()
    {
        Fixture f;
        auto *links = f.panel.findChild<QWidget *>(u"links"_s);
        f.panel.setLinks({{.number = 1, .state = ConnectionState::Connected}});
        QVERIFY(!links->isVisible());

        f.panel.setLinks({{.number = 1, .state = ConnectionState::Connected}, {.number = 2}});

        QVERIFY(links->isVisible());
        QCOMPARE(links->findChild<QTableView *>(u"linksTable"_s)->model()->rowCount(), 2);
    }

    void showsTheStateInWords()
    {
        Fixture f;

        f.panel.setLink(
            {.state = ConnectionState::Connected, .sinceMs = f.clock.wallMs() - 67'000, .channelsAttached = 2}, {});

        QCOMPARE(f.label(u"connectionState"_s), u"Connected"_s);
        QVERIFY(f.label(u"connectionSince"_s).startsWith(u"for 1"_s));
        QVERIFY(f.label(u"channelsAttached"_s).startsWith(u'2'));
        QCOMPARE(f.label(u"tokenLeft"_s), u"No token"_s);
    }

    void theChosenTransitionOpensToItsExplanation()
    {
        Fixture f;
        f.change(ConnectionState::Initialized, ConnectionState::Connecting);
        f.change(ConnectionState::Connecting, ConnectionState::Connected);
        f.change(ConnectionState::Connected, ConnectionState::Disconnected,
                 ably::ErrorInfo{.code = 80003, .statusCode = 500, .message = u"The socket closed"_s});
        const int plain = f.table->rowHeight(1);

        f.table->setCurrentIndex(f.transitions.index(0, 0));

        QVERIFY(!f.table->explanation().isEmpty());
        QVERIFY(f.table->rowHeight(0) > plain);

        f.table->setCurrentIndex(f.transitions.index(1, 0));

        QCOMPARE(f.table->rowHeight(0), plain);
        QVERIFY(f.table->explanation().isEmpty());
    }

    void helpIsOneClickBelowTheExplanation()
    {
        Fixture f;
        f.change(ConnectionState::Connected, ConnectionState::Disconnected,
                 ably::ErrorInfo{.code = 80003, .message = u"The socket closed"_s});
        f.table->setCurrentIndex(f.transitions.index(0, 0));
        QSignalSpy asked(f.table, &TransitionsTable::helpRequested);
        f.table->disconnect(&f.panel);

        QTest::keyClick(f.table, Qt::Key_Return);

        QCOMPARE(asked.size(), 1);
        QVERIFY(asked.first().first().toUrl().toString().contains(u"80003"_s));
    }

    void buttonsAskForWhatTheySay()
    {
        Fixture f;
        const QSignalSpy reconnect(&f.panel, &ConnectionPanel::reconnectRequested);
        const QSignalSpy renew(&f.panel, &ConnectionPanel::renewTokenRequested);
        f.panel.setLink({.token = ably::TokenSummary{.keyName = u"gnStg1.k7Qx2A"_s}}, {});

        f.panel.findChild<QPushButton *>(u"reconnectNow"_s)->click();
        f.panel.findChild<QPushButton *>(u"renewToken"_s)->click();

        QCOMPARE(reconnect.size(), 1);
        QCOMPARE(renew.size(), 1);
    }

    void aLowPanelKeepsBothTables()
    {
        Fixture f;

        f.panel.resize(1440, 140);
        QCoreApplication::processEvents();

        const auto *channels = f.panel.findChild<common::TableView *>(u"channelsTable"_s);
        QVERIFY(f.table->height() > 40);
        QVERIFY(channels->height() > 20);
    }
};

QTEST_MAIN(TstConnectionPanel)
#include "tst_connectionpanel.moc"
