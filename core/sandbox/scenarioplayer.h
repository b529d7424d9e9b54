/// Plays scenarios on the real clock, one run after the other in each conversation.
#pragma once

#include "core/sandbox/scenario.h"
#include "core/sandbox/stage.h"

#include <QObject>

#include <map>
#include <memory>

namespace gm::sandbox
{

/// A conversation's first event comes between 0.3 and 1 s after a client has attached to its channel, so that a watcher
/// misses nothing; when nobody attaches for `patience`, the conversation begins all the same.
class ScenarioPlayer : public QObject
{
    Q_OBJECT

public:
    /// What is wanted beyond the scenario itself.
    struct Wish {
        double speed = 1;
        QString conversation{}; ///< Plays the scenario's first part here, whether the backend knows the id or not.
        std::chrono::milliseconds patience{3'000};
    };

    /// @p stage outlives the object; new conversations belong to @p userId.
    ScenarioPlayer(Stage &stage, QString userId, QObject *parent = nullptr);
    ~ScenarioPlayer() override;

    /// Adds the scenario's conversations to the backend's and readies them; answers their ids, the watched ones alone.
    QStringList play(const Scenario &scenario, const Wish &wish);

    /// Conversations that are waiting or playing, for `GET /state`: `[{"conversation", "scenario", "state"}]`.
    [[nodiscard]] QJsonArray state() const;

private:
    struct Performance;

    void begin(quint64 id);
    void playDueSteps(quint64 id);
    void beginRound(Performance &performance);
    void beginWaitingOn(const QString &channel);

    Stage &m_stage;
    QString m_userId;
    std::map<quint64, std::unique_ptr<Performance>> m_performances;
    quint64 m_lastId = 0;
};

/// Adds a part to the backend's conversations, with a new id when it names none; answers the id.
QString addConversation(Stage &stage, const Part &part, const QString &userId);

} // namespace gm::sandbox
