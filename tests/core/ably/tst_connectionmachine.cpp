// The connection machine by itself: what must hold for every state and every input, whatever they are.
#include "core/ably/connectionmachine.h"
#include "tests/support/build.h"

#include <QtTest>

using namespace gm;
using namespace gm::ably;
using namespace gm::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Kind = ConnectionInput::Kind;

namespace
{

const ErrorInfo fatal = build::error(50000, 500);

template <typename Effect>
bool has(const ConnectionStep &step)
{
    return std::any_of(step.effects.begin(), step.effects.end(),
                       [](const ConnectionEffect &effect) { return std::holds_alternative<Effect>(effect); });
}

/// Every kind of input, with everything in it that can change what it means.
QList<ConnectionInput> everyInput()
{
    QList<ConnectionInput> inputs;
    for (const Kind kind : {Kind::Connect, Kind::Close, Kind::Authorize, Kind::NetworkLost, Kind::NetworkAvailable,
                            Kind::TokenReady, Kind::IdleTooLong})
        inputs.append({.kind = kind, .at = 1s});
    for (const int status : {401, 403})
        inputs.append({.kind = Kind::TokenFailed, .error = build::error(80019, status)});
    for (const bool isWorth : {false, true})
        inputs.append({.kind = Kind::SocketEnded, .error = build::error(80003), .isWorthAnotherHost = isWorth});
    for (const bool isUp : {false, true})
        inputs.append({.kind = Kind::InternetChecked, .isUp = isUp});
    for (const auto timer : {ConnectionTimer::Request, ConnectionTimer::Retry, ConnectionTimer::StateTtl})
        inputs.append({.kind = Kind::TimedOut, .timer = timer});
    for (int action = -1; action < 30; ++action)
        inputs.append({.kind = Kind::Frame, .frame = build::frame(Action(action))});
    for (const ErrorInfo &error : {build::tokenExpired(), fatal, build::error(80021, 429)}) {
        for (const Action action : {Action::Error, Action::Disconnected, Action::Connected})
            inputs.append({.kind = Kind::Frame, .frame = build::with(action, error)});
    }
    inputs.append({.kind = Kind::Frame, .frame = build::connected()});
    return inputs;
}

/// Models of every state, in each of the phases an attempt or a renewal can be in.
QList<ConnectionModel> everyModel()
{
    QList<ConnectionModel> models;
    for (const ConnectionStateFacts &facts : connectionStates) {
        for (const auto phase :
             {AttemptPhase::None, AttemptPhase::Token, AttemptPhase::Internet, AttemptPhase::Socket}) {
            for (const auto reauth : {ReauthPhase::None, ReauthPhase::Token, ReauthPhase::Answer}) {
                for (const bool flag : {false, true}) {
                    ConnectionModel model;
                    model.state = facts.state;
                    model.phase = facts.state == ConnectionState::Connecting ? phase : AttemptPhase::None;
                    model.reauth = facts.state == ConnectionState::Connected ? reauth : ReauthPhase::None;
                    model.connectsWhenTokenIs = flag;
                    model.hasTtlPassed = flag;
                    model.hasRenewed = flag;
                    if (facts.keepsIdentity) {
                        model.connectionId = u"conn-1"_s;
                        model.connectionKey = base::Secret(u"key-1"_s);
                    }
                    models.append(model);
                }
            }
        }
    }
    return models;
}

/// Calls @p check for every model, input and kind of client.
template <typename Check>
void forEveryStep(Check check)
{
    for (const bool canRenew : {false, true}) {
        const ConnectionRules rules{.fallbacks = 5, .canRenew = canRenew};
        for (const ConnectionModel &model : everyModel()) {
            for (const ConnectionInput &input : everyInput())
                check(model, input, step(rules, model, input));
        }
    }
}

} // namespace

class TstConnectionMachine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void factsStandInTheOrderOfTheEnum()
    {
        for (size_t i = 0; i < connectionStates.size(); ++i)
            QCOMPARE(size_t(connectionStates[i].state), i);
    }

    void noTwoRowsForOneCase()
    {
        QSet<std::pair<int, int>> cases;
        for (const ConnectionRow &row : connectiontable::rows)
            cases.insert({int(row.from), int(row.on)});

        QCOMPARE(size_t(cases.size()), connectiontable::rows.size());
    }

    void theTableDecidesTheState()
    {
        forEveryStep([](const ConnectionModel &model, const ConnectionInput &, const ConnectionStep &step) {
            const bool isInTable =
                std::any_of(connectiontable::rows.begin(), connectiontable::rows.end(), [&](const ConnectionRow &row) {
                    return row.from == model.state && row.to == step.model.state;
                });
            QVERIFY(isInTable || (step.effects.isEmpty() && step.model.state == model.state));
        });
    }

    void aStateIsToldOnceAndOnlyWhenItIsNew_RTN4h()
    {
        forEveryStep([](const ConnectionModel &model, const ConnectionInput &, const ConnectionStep &step) {
            int entered = 0;
            for (const ConnectionEffect &effect : step.effects) {
                if (const auto *emit = std::get_if<effect::Emit>(&effect)) {
                    const ConnectionChange &change = emit->change;
                    QCOMPARE(change.previous == change.current, change.event == ConnectionEvent::Update);
                    entered += change.event == ConnectionEvent::StateEntered;
                }
            }
            QCOMPARE(entered, model.state == step.model.state ? 0 : 1);
        });
    }

    void channelsKnowBeforeListeners_RTL3d1()
    {
        forEveryStep([](const ConnectionModel &, const ConnectionInput &, const ConnectionStep &step) {
            bool areChannelsTold = false;
            for (const ConnectionEffect &effect : step.effects) {
                if (const auto *tell = std::get_if<effect::TellChannels>(&effect))
                    areChannelsTold = tell->state == step.model.state;
                if (const auto *emit = std::get_if<effect::Emit>(&effect))
                    QVERIFY(areChannelsTold || emit->change.event == ConnectionEvent::Update);
            }
        });
    }

    void identityGoesWhereItMustNotBe_RTN8d_RTN9d()
    {
        forEveryStep([](const ConnectionModel &, const ConnectionInput &, const ConnectionStep &step) {
            const bool keeps = factsOf(step.model.state).keepsIdentity;
            QVERIFY(keeps || (step.model.connectionId.isEmpty() && step.model.connectionKey.isEmpty()));
        });
    }

    void nothingRunsInATerminalState()
    {
        forEveryStep([](const ConnectionModel &model, const ConnectionInput &, const ConnectionStep &step) {
            if (!factsOf(step.model.state).isTerminal || model.state == step.model.state)
                return;
            QSet<ConnectionTimer> stopped;
            for (const ConnectionEffect &effect : step.effects) {
                if (const auto *stop = std::get_if<effect::StopTimer>(&effect))
                    stopped.insert(stop->timer);
            }
            QCOMPARE(stopped.size(), 3);
            QVERIFY(has<effect::DropSocket>(step));
            QVERIFY(has<effect::FinishAuthorize>(step));
            QVERIFY(!has<effect::ScheduleRetry>(step));
        });
    }

    void whoeverWaitsForTheConnectionHasARetryScheduled()
    {
        forEveryStep([](const ConnectionModel &model, const ConnectionInput &, const ConnectionStep &step) {
            const bool hasEntered = model.state != step.model.state;
            QCOMPARE(hasEntered && factsOf(step.model.state).isRetrying, has<effect::ScheduleRetry>(step));
        });
    }

    void leavingASocketDropsIt()
    {
        forEveryStep([](const ConnectionModel &model, const ConnectionInput &, const ConnectionStep &step) {
            const bool hadSocket = model.state == ConnectionState::Connected || model.phase == AttemptPhase::Socket;
            const bool hasSocket = step.model.state == ConnectionState::Connected ||
                                   step.model.state == ConnectionState::Closing ||
                                   step.model.phase == AttemptPhase::Socket;
            if (hadSocket && !hasSocket)
                QVERIFY(has<effect::DropSocket>(step));
        });
    }

    void failedHasItsReason_RTN25()
    {
        forEveryStep([](const ConnectionModel &model, const ConnectionInput &, const ConnectionStep &step) {
            const ConnectionState to = step.model.state;
            const bool isFault = to == ConnectionState::Failed || factsOf(to).isRetrying;
            if (isFault && model.state != to)
                QVERIFY(step.model.errorReason);
        });
    }

    void aStepIsAFunctionOfItsArguments()
    {
        const ConnectionRules rules{.fallbacks = 5, .canRenew = true};
        ConnectionModel model;
        model.state = ConnectionState::Connected;
        const ConnectionInput input{.kind = Kind::SocketEnded, .at = 5s, .error = build::error(80003)};

        const ConnectionStep first = step(rules, model, input);
        const ConnectionStep second = step(rules, model, input);

        QCOMPARE(first.model.state, second.model.state);
        QCOMPARE(first.effects.size(), second.effects.size());
        QCOMPARE(model.state, ConnectionState::Connected);
    }
};

QTEST_APPLESS_MAIN(TstConnectionMachine)
#include "tst_connectionmachine.moc"
