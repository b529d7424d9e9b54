#include "tests/support/fakeclock.h"
#include "ui/models/channelsmodel.h"
#include "ui/models/linksmodel.h"
#include "ui/models/transitionsmodel.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace gm;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using base::ConversationId;
using models::ChannelsModel;
using models::TransitionsModel;

namespace
{

/// Blanks for the no-break spaces of numbers and units.
QString cell(const QAbstractItemModel &model, int row, int column)
{
    return model.index(row, column).data().toString().replace(QChar(0x00A0), u' ');
}

struct History {
    test::FakeClock clock;
    diagnostics::ConnectionHistory history;
    TransitionsModel model{history, clock};
    QAbstractItemModelTester tester{&model, QAbstractItemModelTester::FailureReportingMode::QtTest};

    History() { model.setUtc(true); }
    void enter(ably::ConnectionState from, ably::ConnectionState to)
    {
        ably::ConnectionChange change;
        change.previous = from;
        change.current = to;
        history.recordChange(change, clock.wallMs());
    }
};

} // namespace

class TstConnectionModels : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void listsTransitionsNewestFirst();
    void forgetsWithTheHistory();
    void listsChannels();
    void listsConnections();
};

void TstConnectionModels::listsTransitionsNewestFirst()
{
    using ably::ConnectionState;
    History f;
    f.enter(ConnectionState::Initialized, ConnectionState::Connecting);
    f.clock.advance(411ms);
    f.enter(ConnectionState::Connecting, ConnectionState::Connected);
    f.clock.advance(67s);
    f.history.recordToken(true, f.clock.wallMs());

    QCOMPARE(f.model.rowCount(), 3);
    QCOMPARE(cell(f.model, 0, TransitionsModel::State), u"token renewed"_s);
    QCOMPARE(cell(f.model, 0, TransitionsModel::For), QString());
    QCOMPARE(cell(f.model, 1, TransitionsModel::State), u"connected"_s);
    QCOMPARE(cell(f.model, 1, TransitionsModel::For), u"1 m 07 s"_s);
    QCOMPARE(cell(f.model, 2, TransitionsModel::For), u"411 ms"_s);
    QCOMPARE(cell(f.model, 2, TransitionsModel::Time), u"14:03:47.000"_s);
    QCOMPARE(cell(f.model, 2, TransitionsModel::Code), u"\u2013"_s);
    QCOMPARE(f.model.index(2, 0).data(TransitionsModel::EntryRole).toInt(), 0);
    QCOMPARE(f.model.headerData(TransitionsModel::What, Qt::Horizontal, Qt::DisplayRole).toString(),
             u"What happened"_s);
}

void TstConnectionModels::forgetsWithTheHistory()
{
    using ably::ConnectionState;
    History f;
    for (int i = 0; i < 5'005; ++i) {
        f.enter(ConnectionState::Connecting, ConnectionState::Disconnected);
        f.clock.advance(1ms);
    }

    QCOMPARE(f.model.rowCount(), int(f.history.entries().size()));
    QCOMPARE(f.model.index(0, 0).data(TransitionsModel::EntryRole).toInt(), f.model.rowCount() - 1);
}

void TstConnectionModels::listsChannels()
{
    timeline::Titles titles;
    titles.setTitle(ConversationId(u"a"_s), u"Senior Rust jobs"_s);
    ChannelsModel model(titles);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setUtc(true);
    monitor::WatchedChannel good{.conversation = ConversationId(u"a"_s),
                                 .state = ably::ChannelState::Attached,
                                 .sinceMs = 1'762'437'760'352,
                                 .modes = ably::flag::Subscribe,
                                 .events = 1'284,
                                 .present = QList{monitor::PresentMember{
                                     .clientId = u"anna <3"_s, .changedMs = 1'762'437'760'352, .data = u"away"_s}}};
    const monitor::WatchedChannel refused{.conversation = ConversationId(u"b"_s),
                                          .state = ably::ChannelState::Failed,
                                          .fault = base::Error{.code = 40160, .what = u"May not be watched."_s}};

    model.setChannels({good, refused});
    QCOMPARE(cell(model, 0, ChannelsModel::Channel), u"conversation:a"_s);
    QCOMPARE(cell(model, 0, ChannelsModel::Conversation), u"Senior Rust jobs"_s);
    QCOMPARE(cell(model, 0, ChannelsModel::State), u"attached"_s);
    QCOMPARE(cell(model, 0, ChannelsModel::Since), u"14:02:40.352"_s);
    QCOMPARE(cell(model, 0, ChannelsModel::Allowed), u"subscribe"_s);
    QCOMPARE(cell(model, 0, ChannelsModel::Continuity), u"whole"_s);
    QCOMPARE(cell(model, 0, ChannelsModel::Events), u"1\u202F284"_s);
    QCOMPARE(cell(model, 0, ChannelsModel::LastEvent), u"\u2013"_s);
    QCOMPARE(cell(model, 0, ChannelsModel::Present), u"1"_s);
    const auto tip = [&model](int row) {
        return model.index(row, ChannelsModel::Present).data(Qt::ToolTipRole).toString();
    };
    QCOMPARE(tip(0), u"<p style='white-space:pre'>anna &lt;3 \u00B7 since 14:02:40 \u00B7 away</p>"_s);
    QCOMPARE(cell(model, 1, ChannelsModel::Present), u"\u2013"_s); // not known is not nobody
    QVERIFY(tip(1).contains(u"not known"_s));
    QVERIFY(model.index(1, 0).data(ChannelsModel::FaultRole).toString().contains(u"40160"_s));
    QCOMPARE(cell(model, 1, ChannelsModel::Continuity), u"\u2013"_s);

    good.gaps = 1;
    good.gapMs = 4'203;
    model.setChannels({refused, good});
    QCOMPARE(cell(model, 1, ChannelsModel::Continuity), u"gap 4.2 s"_s);
    good.gaps = 2;
    model.setChannels({good});
    QCOMPARE(cell(model, 0, ChannelsModel::Continuity), u"2 gaps, 4.2 s"_s);
    QCOMPARE(model.rowCount(), 1);
}

void TstConnectionModels::listsConnections()
{
    using models::LinksModel;
    LinksModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    monitor::LinkStatus first{
        .number = 1, .state = ably::ConnectionState::Connected, .host = u"main.realtime.ably.net"_s};
    first.connectionId = u"Nq3vX0dT7a"_s;
    first.channelsAttached = first.channelsWatched = 190;
    first.roundTrip = 23ms;
    first.eventsPerSecond = 36.2;
    monitor::LinkStatus second{.number = 2, .state = ably::ConnectionState::Connecting};
    second.channelsWatched = 70;

    model.setLinks({first, second});

    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(cell(model, 0, LinksModel::State), u"connected"_s);
    QCOMPARE(cell(model, 0, LinksModel::ConnectionId), u"Nq3vX0dT7a"_s);
    QCOMPARE(cell(model, 0, LinksModel::Channels), u"190"_s);
    QCOMPARE(cell(model, 0, LinksModel::Events), u"36.2 ev/s"_s);
    QCOMPARE(cell(model, 0, LinksModel::RoundTrip), u"23 ms"_s);
    QCOMPARE(cell(model, 1, LinksModel::Number), u"2"_s);
    QCOMPARE(cell(model, 1, LinksModel::Channels), u"0 of 70"_s);
    QCOMPARE(cell(model, 1, LinksModel::RoundTrip), u"\u2013"_s);
}

QTEST_GUILESS_MAIN(TstConnectionModels)
#include "tst_connectionmodels.moc"
