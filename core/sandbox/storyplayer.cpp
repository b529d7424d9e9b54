#include "core/sandbox/storyplayer.h"

#include "core/sandbox/scenarioplayer.h"

#include <QJsonArray>

#include <algorithm>

namespace gm::sandbox
{

using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

namespace
{

/// Between Ably's acceptance and the log line: the publish call has to return first.
constexpr milliseconds logDelay{16};
constexpr milliseconds longestRealWait{1'000};
/// For a client that does not come back, or keeps its old token.
constexpr milliseconds clientPatience{20'000};

} // namespace

StoryPlayer::StoryPlayer(Stage &stage, SandboxClock &sandboxClock, base::StoryClock *clock, QObject *parent)
    : QObject(parent)
    , m_stage(stage)
    , m_sandboxClock(sandboxClock)
    , m_clock(clock)
{
    connect(&m_stage.ably, &AblyStandin::attached, this, &StoryPlayer::beginWhenAttached);
    connect(&m_stage.ably, &AblyStandin::reauthorised, this, [this] {
        if (m_phase == Phase::Renewing)
            begin();
    });
}

QStringList StoryPlayer::play(const Scenario &scenario, const QString &userId, double speed, milliseconds patience)
{
    m_name = scenario.name;
    m_steps = scenario.story;
    m_speed = speed;
    for (const Part &part : scenario.parts) {
        const QString id = addConversation(m_stage, part, userId);
        m_actors.emplace(part.key, Actor(m_stage, id, part.values));
        if (part.isWatched)
            m_watched.append(id);
    }
    m_phase = Phase::WaitingForSubscribers;
    m_timer = m_stage.clock.after(patience, [this] { begin(); });
    return m_watched;
}

void StoryPlayer::clientConnects()
{
    if (m_phase != Phase::ConnectionLost)
        return;
    for (; m_next < m_steps.size() && m_steps[m_next].atMs < m_backMs; ++m_next)
        publish(m_steps[m_next]);
    moveTo(m_backMs);
}

void StoryPlayer::beginWhenAttached()
{
    if (isEveryoneAttached() && (m_phase == Phase::WaitingForSubscribers || m_phase == Phase::ConnectionLost))
        begin();
}

void StoryPlayer::begin()
{
    m_timer.cancel();
    m_phase = Phase::Telling;
    goOn();
}

void StoryPlayer::goOn()
{
    if (m_clock) {
        m_stage.ably.whenDelivered([this] { tell(); });
        return;
    }
    const qint64 since = m_next > 0 && m_next < m_steps.size() ? m_steps[m_next].atMs - m_steps[m_next - 1].atMs : 0;
    const auto wait = std::min(longestRealWait, milliseconds(qint64(double(since) / m_speed)));
    m_timer = m_stage.clock.after(wait, [this] { tell(); });
}

void StoryPlayer::tell()
{
    if (m_next == m_steps.size()) {
        m_phase = Phase::Told;
        Q_EMIT told();
        return;
    }
    const Step step = m_steps[m_next++];
    switch (step.action) {
    case Step::Action::Publish:
        publish(step);
        goOn();
        break;
    case Step::Action::Drop:
        drop(step);
        break;
    case Step::Action::RenewToken:
        moveTo(step.atMs);
        renewToken();
        break;
    case Step::Action::Pass:
        moveTo(step.atMs);
        goOn();
        break;
    default:
        moveTo(step.atMs);
        m_actors.at(step.conversation).perform(step);
        goOn();
    }
}

void StoryPlayer::publish(const Step &step)
{
    moveTo(step.atMs);
    const milliseconds offset = m_sandboxClock.offset();
    const milliseconds lag(m_clock ? step.lagMs : 0);
    m_sandboxClock.setOffset(offset - lag);
    const Event event = m_actors.at(step.conversation).eventOf(step);
    const Outcome outcome = m_stage.publisher.send(event);
    m_sandboxClock.setOffset(offset - std::max(lag - logDelay, milliseconds(0)));
    m_stage.publisher.writeLine(event, outcome);
    m_sandboxClock.setOffset(offset);
}

void StoryPlayer::drop(const Step &step)
{
    moveTo(step.atMs);
    m_phase = Phase::ConnectionLost;
    m_backMs = step.backMs;
    if (step.data.toBool())
        (void)m_stage.faults.add({{u"fault"_s, u"refuse-resume"_s}, {u"count"_s, 1}});
    (void)m_stage.faults.add({{u"fault"_s, u"drop-socket"_s}});
    m_timer = m_stage.clock.after(clientPatience, [this] { begin(); });
}

void StoryPlayer::renewToken()
{
    m_phase = Phase::Renewing;
    (void)m_stage.faults.add({{u"fault"_s, u"auth-now"_s}});
    m_timer = m_stage.clock.after(clientPatience, [this] { begin(); });
}

bool StoryPlayer::isEveryoneAttached() const
{
    return std::all_of(m_watched.begin(), m_watched.end(),
                       [this](const QString &id) { return m_stage.ably.subscribers(u"conversation:"_s + id) > 0; });
}

QJsonArray StoryPlayer::state() const
{
    if (m_phase == Phase::Idle)
        return {};
    const QString word = m_phase == Phase::WaitingForSubscribers ? u"waiting for a subscriber"_s
                         : m_phase == Phase::Told                ? u"told"_s
                                                                 : u"playing"_s;
    return {
        QJsonObject{{u"scenario"_s, m_name}, {u"state"_s, word}, {u"step"_s, m_next}, {u"steps"_s, m_steps.size()}}};
}

void StoryPlayer::moveTo(qint64 wallMs)
{
    if (m_clock)
        m_clock->moveTo(wallMs);
}

} // namespace gm::sandbox
