// The channel machine by itself: what must hold for every state and every input, whatever they are.
#include "core/ably/channelmachine.h"
#include "core/ably/channeltable.h"
#include "tests/support/build.h"

#include <QtTest>

using namespace gm;
using namespace gm::ably;
using namespace gm::test;
using namespace Qt::StringLiterals;
using Kind = ChannelInput::Kind;

namespace
{

const QString name = u"conversation:1"_s;

template <typename Effect>
QList<Effect> all(const ChannelStep &step)
{
    QList<Effect> result;
    for (const ChannelEffect &effect : step.effects) {
        if (const auto *found = std::get_if<Effect>(&effect))
            result.append(*found);
    }
    return result;
}

QList<ChannelInput> everyInput(ConnectionState connection)
{
    QList<ChannelInput> inputs;
    for (const Kind kind :
         {Kind::Attach, Kind::Detach, Kind::SetOptions, Kind::Connection, Kind::Unanswered, Kind::RetryDue})
        inputs.append({.kind = kind, .connection = connection});
    if (connection != ConnectionState::Connected)
        return inputs;
    for (int action = -1; action < 30; ++action) {
        auto frame = build::onChannel(Action(action), name);
        inputs.append({.kind = Kind::Frame, .connection = connection, .frame = frame});
        frame.error = build::error(80016);
        inputs.append({.kind = Kind::Frame, .connection = connection, .frame = frame});
    }
    inputs.append(
        {.kind = Kind::Frame, .connection = connection, .frame = build::attached(name, u"s"_s, flag::Resumed)});
    return inputs;
}

/// Calls @p check for every state, what may wait in it, state of the connection and input.
template <typename Check>
void forEveryStep(Check check)
{
    const Timeouts timeouts;
    const QList<QList<ChannelCall>> queues{
        {}, {ChannelCall::Attach}, {ChannelCall::Detach}, {ChannelCall::Attach, ChannelCall::Detach}};
    for (const ChannelStateFacts &facts : channelStates) {
        for (const QList<ChannelCall> &waiting : queues) {
            for (const ConnectionStateFacts &connection : connectionStates) {
                ChannelModel model{.name = base::ChannelName(name), .state = facts.state};
                if (model.state == ChannelState::Attaching || model.state == ChannelState::Detaching)
                    model.waiting = waiting;
                if (facts.keepsSerial)
                    model.channelSerial = u"serial-1"_s;
                for (const ChannelInput &input : everyInput(connection.state))
                    check(model, input, step(timeouts, model, input));
            }
        }
    }
}

} // namespace

class TstChannelMachine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void factsStandInTheOrderOfTheEnum()
    {
        for (size_t i = 0; i < channelStates.size(); ++i)
            QCOMPARE(size_t(channelStates[i].state), i);
    }

    void noTwoRowsForOneCase()
    {
        QSet<std::pair<int, int>> cases;
        for (const ChannelRow &row : channeltable::rows)
            cases.insert({int(row.from), int(row.on)});

        QCOMPARE(size_t(cases.size()), channeltable::rows.size());
    }

    void everyChangeIsTold_RTL2a_RTL2g()
    {
        forEveryStep([](const ChannelModel &model, const ChannelInput &, const ChannelStep &step) {
            ChannelState told = model.state;
            for (const auto &emit : all<effect::EmitChannel>(step)) {
                QCOMPARE(emit.change.previous, told);
                QCOMPARE(emit.change.previous == emit.change.current, emit.change.event == ChannelEvent::Update);
                told = emit.change.current;
            }
            QCOMPARE(told, step.model.state);
        });
    }

    void serialsGoWhereTheyMustNotBe_RTL15b2()
    {
        forEveryStep([](const ChannelModel &, const ChannelInput &, const ChannelStep &step) {
            QVERIFY(factsOf(step.model.state).keepsSerial || step.model.channelSerial.isEmpty());
        });
    }

    void nothingWaitsBehindWhatIsNotPending_RTL4h_RTL5i()
    {
        forEveryStep([](const ChannelModel &, const ChannelInput &, const ChannelStep &step) {
            const bool isPending =
                step.model.state == ChannelState::Attaching || step.model.state == ChannelState::Detaching;
            QVERIFY(isPending || step.model.waiting.isEmpty());
        });
    }

    void nothingIsSentWithoutAConnection()
    {
        forEveryStep([](const ChannelModel &, const ChannelInput &input, const ChannelStep &step) {
            QVERIFY(input.connection == ConnectionState::Connected || all<effect::SendFrame>(step).isEmpty());
        });
    }

    void attachAlwaysCarriesTheSerialOfTheMoment_RTL4c1()
    {
        forEveryStep([](const ChannelModel &, const ChannelInput &, const ChannelStep &step) {
            for (const auto &send : all<effect::SendFrame>(step)) {
                if (send.frame.action == Action::Attach && step.model.state == ChannelState::Attaching)
                    QCOMPARE(send.frame.channelSerial, step.model.channelSerial);
            }
        });
    }

    void callsFailWithAReasonAndAttachSucceedsOnlyByAttaching_RTL4d()
    {
        forEveryStep([](const ChannelModel &model, const ChannelInput &, const ChannelStep &step) {
            const auto emits = all<effect::EmitChannel>(step);
            const bool wasAttached = model.state == ChannelState::Attached ||
                                     std::any_of(emits.begin(), emits.end(), [](const effect::EmitChannel &emit) {
                                         return emit.change.current == ChannelState::Attached;
                                     });
            for (const auto &finish : all<effect::FinishCalls>(step)) {
                if (finish.error)
                    QVERIFY(finish.error->code != 0);
                else if (finish.call == ChannelCall::Attach)
                    QVERIFY(wasAttached);
            }
        });
    }

    void messagesArriveOnlyWhileAttached_RTL17()
    {
        forEveryStep([](const ChannelModel &model, const ChannelInput &input, const ChannelStep &step) {
            const bool isMessage = input.kind == Kind::Frame && input.frame.action == Action::Message;
            QCOMPARE(!all<effect::Deliver>(step).isEmpty(), isMessage && model.state == ChannelState::Attached);
        });
    }
};

QTEST_APPLESS_MAIN(TstChannelMachine)
#include "tst_channelmachine.moc"
