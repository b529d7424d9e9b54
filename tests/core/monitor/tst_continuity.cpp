// Continuity: when a loss is a gap, where it begins, and when it is none.
#include "core/monitor/continuity.h"

#include <QTest>

using namespace gm;
using namespace gm::monitor;
using namespace std::chrono_literals;
using ably::ChannelState;
using ably::ConnectionState;
using timeline::GapCause;
using namespace Qt::Literals::StringLiterals;

namespace
{

const base::ConversationId first{u"7c1e4b0a-52d9-4f6e-8a11-0c5d9e2b7f30"_s};
const base::ConversationId second{u"2f90d3c7-61be-4c11-9d0a-7be1c40d2a35"_s};

ably::ErrorInfo reason(int code, int status = 400)
{
    return {.code = code, .statusCode = status, .message = u"told by the service"_s};
}

ably::ChannelChange attached(bool isResumed, std::optional<ably::ErrorInfo> why = {})
{
    return {
        .previous = ChannelState::Attaching, .current = ChannelState::Attached, .reason = why, .resumed = isResumed};
}

ably::ChannelChange entered(ChannelState previous, ChannelState current, std::optional<ably::ErrorInfo> why = {})
{
    return {.previous = previous, .current = current, .reason = why};
}

/// A ledger of two attached channels on a connection that is lost at 10 s and back at 14 s.
struct LostConnection {
    Continuity ledger;

    explicit LostConnection(const ably::ErrorInfo &why = reason(80003))
    {
        for (const auto &id : {first, second})
            (void)ledger.channelChanged(id, attached(false), 1'000);
        ledger.frameReceived(2'000);
        ledger.connectionChanged(
            {.previous = ConnectionState::Connected, .current = ConnectionState::Disconnected, .reason = why}, 10'000,
            80ms);
        for (const auto &id : {first, second})
            (void)ledger.channelChanged(id, entered(ChannelState::Attached, ChannelState::Attaching), 10'001);
    }

    void backAgain(bool isResumed)
    {
        const auto why = isResumed ? std::nullopt : std::optional(reason(80008));
        ledger.connectionChanged({.previous = ConnectionState::Connecting,
                                  .current = ConnectionState::Connected,
                                  .reason = why,
                                  .resumed = isResumed},
                                 14'000, {});
    }
};

} // namespace

class TstContinuity : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void firstAttachIsNoGap();
    void resumedChannelHasNoGap_RTL12();
    void refusedResumeIsAGapOnEveryChannel();
    void newConnectionWithResumedChannelsHasNoGap();
    void gapBeginsAtTheLastFrameAfterSilence_RTN23a();
    void gapBeginsWhereTheNewestMessageWasPublished();
    void unaskedAttachedWithoutResumedIsAGap_RTL12();
    void unaskedLossOnASilentChannelBeginsAtItsAttach_RTL12();
    void rateCapIsNamed();
    void rateGapLastsUntilTheRateHasFallen();
    void resumingDoesNotFillARateGap();
    void overRateOfTheConnectionIsAGapOfEveryAttachedChannel();
    void lossBySleepBeginsAtTheLastFrameBeforeIt();
    void suspendedChannelHasAnOpenGapUntilItIsBack_RTL3c();
    void suspendedChannelThatResumesIsMadeGood_RTN14h();
    void unwatchedConversationBeginsAnew();
    void closingByOurWishIsNoGap();
};

void TstContinuity::firstAttachIsNoGap()
{
    Continuity ledger;
    const auto outcome = ledger.channelChanged(first, attached(false), 1'000);
    QVERIFY(!outcome.opened && !outcome.closed);
}

void TstContinuity::resumedChannelHasNoGap_RTL12()
{
    LostConnection lost;
    lost.backAgain(true);
    const auto outcome = lost.ledger.channelChanged(first, attached(true), 14'010);
    QVERIFY(!outcome.closed);
    QVERIFY(outcome.isWhole);
}

void TstContinuity::refusedResumeIsAGapOnEveryChannel()
{
    LostConnection lost;
    lost.backAgain(false);

    const auto one = lost.ledger.channelChanged(first, attached(false, reason(90003)), 14'010);
    const auto two = lost.ledger.channelChanged(second, attached(false), 14'020);

    QVERIFY(one.closed && two.closed);
    QCOMPARE(one.closed->cause, GapCause::ResumeRefused);
    QCOMPARE(one.closed->code, 80008);
    QCOMPARE(one.closed->fromMs, 10'000 - 80);
    QCOMPARE(two.closed->fromMs, one.closed->fromMs);
    QCOMPARE(*one.closed->toMs, 14'010);
}

void TstContinuity::newConnectionWithResumedChannelsHasNoGap()
{
    LostConnection lost;
    lost.backAgain(false);
    QVERIFY(!lost.ledger.channelChanged(first, attached(true), 14'010).closed);
}

void TstContinuity::gapBeginsAtTheLastFrameAfterSilence_RTN23a()
{
    LostConnection lost(reason(80003, 408));
    lost.backAgain(false);
    const auto outcome = lost.ledger.channelChanged(first, attached(false), 14'010);
    QVERIFY(outcome.closed);
    QCOMPARE(outcome.closed->fromMs, 2'000);
}

void TstContinuity::gapBeginsWhereTheNewestMessageWasPublished()
{
    Continuity ledger;
    (void)ledger.channelChanged(first, attached(false), 1'000);
    ledger.messageReceived(first, 9'700);
    ledger.frameReceived(9'990);

    ledger.connectionChanged({.previous = ConnectionState::Connected, .current = ConnectionState::Disconnected}, 10'000,
                             60ms);
    ledger.connectionChanged(
        {.previous = ConnectionState::Connecting, .current = ConnectionState::Connected, .resumed = false}, 12'000, {});

    // What was published after 9.7 s and did not come is missing, although the frame arrived at 9.99 s.
    QCOMPARE(ledger.channelChanged(first, attached(false), 12'010).closed->fromMs, 9'700);
}

void TstContinuity::unaskedAttachedWithoutResumedIsAGap_RTL12()
{
    Continuity ledger;
    (void)ledger.channelChanged(first, attached(false), 1'000);
    ledger.messageReceived(first, 3'000);
    ledger.messageReceived(second, 4'900);
    ledger.frameReceived(5'000);
    ably::ChannelChange update = attached(false, reason(90003));
    update.previous = ChannelState::Attached;
    update.event = ably::ChannelEvent::Update;

    const auto outcome = ledger.channelChanged(first, update, 5'100);

    QVERIFY(outcome.closed);
    QCOMPARE(outcome.closed->cause, GapCause::LostContinuity);
    QCOMPARE(outcome.closed->code, 90003);
    // Whatever was published after the channel's own newest message may have been left out, however well the link was.
    QCOMPARE(outcome.closed->fromMs, 3'000);
    QCOMPARE(*outcome.closed->toMs, 5'100);
}

void TstContinuity::unaskedLossOnASilentChannelBeginsAtItsAttach_RTL12()
{
    Continuity ledger;
    (void)ledger.channelChanged(first, attached(false), 1'000);
    ledger.frameReceived(5'000);
    ably::ChannelChange update = attached(false, reason(80020));
    update.event = ably::ChannelEvent::Update;
    QCOMPARE(ledger.channelChanged(first, update, 5'100).opened->fromMs, 1'000);
    QCOMPARE(ledger.rateFell(6'100).size(), 1);
    // The next one begins where the service last told of one.
    QCOMPARE(ledger.channelChanged(first, update, 9'000).opened->fromMs, 5'100);
}

void TstContinuity::rateCapIsNamed()
{
    Continuity ledger;
    (void)ledger.channelChanged(first, attached(false), 1'000);
    ably::ChannelChange update = attached(false, reason(80020));
    update.event = ably::ChannelEvent::Update;
    QCOMPARE(ledger.channelChanged(first, update, 5'100).opened->cause, GapCause::RateLimited);
}

void TstContinuity::rateGapLastsUntilTheRateHasFallen()
{
    Continuity ledger;
    (void)ledger.channelChanged(first, attached(false), 1'000);
    ledger.messageReceived(first, 4'900);
    ably::ChannelChange update = attached(false, reason(80020));
    update.event = ably::ChannelEvent::Update;
    QCOMPARE(ledger.channelChanged(first, update, 5'100).opened->fromMs, 4'900);

    // Told of again: the same gap, which goes on.
    const auto again = ledger.channelChanged(first, update, 7'000);
    QVERIFY(!again.opened && !again.closed && !again.isWhole);
    QVERIFY(ledger.rateFell(7'500).isEmpty());

    const auto closed = ledger.rateFell(8'000);
    QCOMPARE(closed.size(), 1);
    QCOMPARE(closed.first().fromMs, 4'900);
    QCOMPARE(*closed.first().toMs, 8'000);
    QVERIFY(ledger.rateFell(9'000).isEmpty());
}

void TstContinuity::resumingDoesNotFillARateGap()
{
    Continuity ledger;
    (void)ledger.channelChanged(first, attached(false), 1'000);
    ably::ChannelChange update = attached(false, reason(80020));
    update.event = ably::ChannelEvent::Update;
    (void)ledger.channelChanged(first, update, 5'100);

    const auto outcome = ledger.channelChanged(first, attached(true), 6'000);

    QVERIFY(!outcome.isWhole);
    QVERIFY(outcome.closed);
    QCOMPARE(outcome.closed->cause, GapCause::RateLimited);
    QCOMPARE(*outcome.closed->toMs, 6'000);
}

void TstContinuity::overRateOfTheConnectionIsAGapOfEveryAttachedChannel()
{
    Continuity ledger;
    (void)ledger.channelChanged(first, attached(false), 1'000);
    (void)ledger.channelChanged(second, attached(false), 2'000);

    const auto opened = ledger.connectionOverRate(5'000);

    QCOMPARE(opened.size(), 2);
    QVERIFY(ledger.connectionOverRate(5'500).isEmpty());
}

void TstContinuity::lossBySleepBeginsAtTheLastFrameBeforeIt()
{
    Continuity ledger;
    (void)ledger.channelChanged(first, attached(false), 1'000);
    ledger.frameReceived(20'000);
    ledger.slept();
    // The socket was reset, which is told at once after waking.
    ledger.connectionChanged({.previous = ConnectionState::Connected, .current = ConnectionState::Disconnected},
                             7'220'000, std::nullopt);
    ledger.connectionChanged({.previous = ConnectionState::Connecting, .current = ConnectionState::Connected},
                             7'221'000, std::nullopt);

    const auto back = ledger.channelChanged(first, attached(false), 7'221'100);

    QCOMPARE(back.closed->cause, GapCause::Asleep);
    QCOMPARE(back.closed->fromMs, 20'000);
}

void TstContinuity::suspendedChannelHasAnOpenGapUntilItIsBack_RTL3c()
{
    LostConnection lost;
    const auto suspended =
        lost.ledger.channelChanged(first, entered(ChannelState::Attaching, ChannelState::Suspended), 130'000);
    QVERIFY(suspended.opened);
    QCOMPARE(suspended.opened->cause, GapCause::Suspended);
    QCOMPARE(suspended.opened->fromMs, 10'000 - 80);

    const auto back = lost.ledger.channelChanged(first, attached(false), 140'000);

    QVERIFY(back.closed);
    QCOMPARE(back.closed->fromMs, suspended.opened->fromMs);
    QCOMPARE(*back.closed->toMs, 140'000);
}

void TstContinuity::suspendedChannelThatResumesIsMadeGood_RTN14h()
{
    LostConnection lost;
    QVERIFY(
        lost.ledger.channelChanged(first, entered(ChannelState::Attaching, ChannelState::Suspended), 130'000).opened);
    const auto back = lost.ledger.channelChanged(first, attached(true), 140'000);
    QVERIFY(back.isWhole);
    QVERIFY(!back.closed);
}

void TstContinuity::unwatchedConversationBeginsAnew()
{
    LostConnection lost;
    lost.ledger.forget(first);
    QVERIFY(!lost.ledger.channelChanged(first, attached(false), 20'000).closed);
}

void TstContinuity::closingByOurWishIsNoGap()
{
    Continuity ledger;
    (void)ledger.channelChanged(first, attached(false), 1'000);
    ledger.forgetAll();
    QVERIFY(!ledger.channelChanged(first, entered(ChannelState::Attached, ChannelState::Detached), 2'010).opened);
    QVERIFY(!ledger.channelChanged(first, attached(false), 9'000).closed);
}

QTEST_GUILESS_MAIN(TstContinuity)
#include "tst_continuity.moc"
