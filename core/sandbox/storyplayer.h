/// Tells a story again, event by event at the times it happened, connection losses included.
#pragma once

#include "core/base/storyclock.h"
#include "core/sandbox/sandboxclock.h"
#include "core/sandbox/scenario.h"
#include "core/sandbox/stage.h"

#include <QObject>

#include <map>

namespace gm::sandbox
{

/// With a StoryClock, which the monitor reads too: before each event that clock is moved to when the event is received,
/// while the sandbox's own is set back, to when it was published and then to when its log line was written. The next
/// event comes only when every client has answered a ping sent after this one. So minutes are told in seconds, and each
/// client sees each event at its time and with its lag. Without one the events come on the real clock, a second apart at
/// most.
///
/// The telling begins when every conversation of the story has a subscriber, or after @p patience.
class StoryPlayer : public QObject
{
    Q_OBJECT

public:
    /// @p stage and @p sandboxClock outlive the object, and so does @p clock, which may be null.
    StoryPlayer(Stage &stage, SandboxClock &sandboxClock, base::StoryClock *clock, QObject *parent = nullptr);

    /// Adds the conversations for @p userId and waits for subscribers; answers the ids of the watched ones. Once.
    QStringList play(const Scenario &scenario, const QString &userId, double speed, std::chrono::milliseconds patience);

    /// To be called before a client is let in. After a Drop, it tells that the client has noticed: what was published
    /// meanwhile is published now, and the clock is moved to when the connection came back.
    void clientConnects();

    /// For `GET /state`, in the form of ScenarioPlayer::state(): one entry for the whole story; none when there is no story.
    [[nodiscard]] QJsonArray state() const;

Q_SIGNALS:
    /// The last step has been received.
    void told();

private:
    void beginWhenAttached();
    void begin();
    void tell();
    void publish(const Step &step);
    void drop(const Step &step);
    void renewToken();
    void goOn();
    [[nodiscard]] bool isEveryoneAttached() const;
    void moveTo(qint64 wallMs);

    Stage &m_stage;
    SandboxClock &m_sandboxClock;
    base::StoryClock *m_clock;
    Script m_steps;
    std::map<QString, Actor> m_actors; ///< By the key of the conversation.
    QString m_name;
    QStringList m_watched;
    qsizetype m_next = 0;
    double m_speed = 1;
    enum class Phase { Idle, WaitingForSubscribers, Telling, Renewing, ConnectionLost, Told };
    Phase m_phase = Phase::Idle;
    qint64 m_backMs = 0; ///< While the connection is lost: when it comes back.
    base::TimerHandle m_timer;
};

} // namespace gm::sandbox
