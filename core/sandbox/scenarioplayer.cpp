#include "core/sandbox/scenarioplayer.h"

#include "core/sandbox/accounts.h"

#include <QJsonArray>

namespace gm::sandbox
{

using namespace Qt::StringLiterals;
using std::chrono::microseconds;
using std::chrono::milliseconds;

namespace
{

constexpr int stepsPerTurn = 500; ///< Then the event loop gets its turn, also within a burst.
constexpr milliseconds firstMoment{300};
constexpr quint32 momentSpreadMs = 700; ///< Conversations do not begin in step.

} // namespace

/// One conversation being played.
struct ScenarioPlayer::Performance {
    QString scenario;
    Actor actor;
    QList<Script> rounds;
    bool isEndless;
    milliseconds pause;
    double speed;
    bool isPlaying = false;
    qsizetype round = 0;
    qsizetype step = 0;
    microseconds nextAt{0}; ///< On the monotonic clock.
    base::TimerHandle timer{};
};

QString addConversation(Stage &stage, const Part &part, const QString &userId)
{
    const qint64 changed = part.updatedMs > 0 ? part.updatedMs : stage.clock.wallMs();
    const QString id = part.id.isEmpty() ? newUuid(stage.chance) : part.id;
    stage.store.add({.id = id,
                     .userId = userId,
                     .title = part.title,
                     .status = part.status,
                     .createdMs = changed - 60'000,
                     .updatedMs = changed});
    return id;
}

ScenarioPlayer::ScenarioPlayer(Stage &stage, QString userId, QObject *parent)
    : QObject(parent)
    , m_stage(stage)
    , m_userId(std::move(userId))
{
    connect(&m_stage.ably, &AblyStandin::attached, this, &ScenarioPlayer::beginWaitingOn);
}

ScenarioPlayer::~ScenarioPlayer() = default;

QStringList ScenarioPlayer::play(const Scenario &scenario, const Wish &wish)
{
    QStringList ids;
    QList<Part> parts = scenario.parts;
    if (!wish.conversation.isEmpty()) {
        parts = parts.mid(0, 1);
        parts.first().id = wish.conversation;
    }
    for (const Part &part : std::as_const(parts)) {
        const bool isKnown = !part.id.isEmpty() && (m_stage.store.find(part.id) || !wish.conversation.isEmpty());
        const QString conversation = isKnown ? part.id : addConversation(m_stage, part, m_userId);
        if (part.isWatched)
            ids.append(conversation);
        if (part.rounds.isEmpty())
            continue;
        const quint64 id = ++m_lastId;
        m_performances[id] = std::make_unique<Performance>(Performance{.scenario = scenario.name,
                                                                       .actor = {m_stage, conversation, part.values},
                                                                       .rounds = part.rounds,
                                                                       .isEndless = scenario.isEndless,
                                                                       .pause = scenario.pause,
                                                                       .speed = wish.speed});
        if (m_stage.ably.subscribers(u"conversation:"_s + conversation) > 0)
            begin(id);
        else
            m_performances[id]->timer = m_stage.clock.after(wish.patience, [this, id] { begin(id); });
    }
    return ids;
}

void ScenarioPlayer::beginWaitingOn(const QString &channel)
{
    for (const auto &[id, performance] : m_performances) {
        if (!performance->isPlaying && u"conversation:"_s + performance->actor.conversation() == channel)
            begin(id);
    }
}

void ScenarioPlayer::begin(quint64 id)
{
    Performance &performance = *m_performances.at(id);
    performance.isPlaying = true;
    performance.nextAt = m_stage.clock.now() + firstMoment + milliseconds(m_stage.chance.below(momentSpreadMs));
    beginRound(performance);
    performance.timer = m_stage.clock.after(firstMoment, [this, id] { playDueSteps(id); });
}

void ScenarioPlayer::beginRound(Performance &performance)
{
    performance.step = 0;
    performance.actor.beginRound();
    const Script &script = performance.rounds[performance.round];
    if (!script.isEmpty())
        performance.nextAt += microseconds(qint64(double(script.first().wait.count()) / performance.speed));
}

void ScenarioPlayer::playDueSteps(quint64 id)
{
    Performance &performance = *m_performances.at(id);
    for (int played = 0; played < stepsPerTurn && performance.nextAt <= m_stage.clock.now(); ++played) {
        const Script &script = performance.rounds[performance.round];
        if (performance.step < script.size())
            performance.actor.perform(script[performance.step++]);
        if (performance.step < script.size()) {
            const auto wait = double(script[performance.step].wait.count()) / performance.speed;
            performance.nextAt += microseconds(qint64(wait));
            continue;
        }
        const bool wasLast = performance.round + 1 == performance.rounds.size();
        if (wasLast && !performance.isEndless) {
            m_performances.erase(id);
            return;
        }
        performance.round = wasLast ? 0 : performance.round + 1;
        performance.nextAt += microseconds(qint64(double(microseconds(performance.pause).count()) / performance.speed));
        beginRound(performance);
    }
    const auto wait = std::chrono::ceil<milliseconds>(performance.nextAt - m_stage.clock.now());
    performance.timer = m_stage.clock.after(std::max(wait, milliseconds(0)), [this, id] { playDueSteps(id); });
}

QJsonArray ScenarioPlayer::state() const
{
    QJsonArray list;
    for (const auto &[id, performance] : m_performances) {
        list.append(QJsonObject{{u"conversation"_s, performance->actor.conversation()},
                                {u"scenario"_s, performance->scenario},
                                {u"state"_s, performance->isPlaying ? u"playing"_s : u"waiting for a subscriber"_s}});
    }
    return list;
}

} // namespace gm::sandbox
