/// What scenarios play on: the stand-ins' inner sides, in one place for both kinds of player.
#pragma once

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/sandbox/ablystandin.h"
#include "core/sandbox/backendlogfile.h"
#include "core/sandbox/backendpublisher.h"
#include "core/sandbox/conversationstore.h"
#include "core/sandbox/faults.h"
#include "core/sandbox/scenario.h"

namespace gm::sandbox
{

/// References to what the Sandbox owns.
struct Stage {
    base::Clock &clock;
    base::Random &chance; ///< For ids and order: the same for the same seed.
    Faults &faults;
    ConversationStore &store;
    BackendLogFile &log;
    BackendPublisher &publisher;
    AblyStandin &ably;
};

/// Fills the places in a step's data, and does what the step says, for one conversation.
class Actor
{
public:
    /// @p stage outlives the object.
    Actor(Stage &stage, QString conversation, QJsonObject values);

    [[nodiscard]] const QString &conversation() const { return m_conversation; }
    /// New ids from here on.
    void beginRound() { m_ids = {}; }

    /// All but Drop, RenewToken and Pass, which belong to a story.
    void perform(const Step &step);
    /// The event of a Publish step, as it goes out now.
    [[nodiscard]] Event eventOf(const Step &step);

private:
    [[nodiscard]] QJsonValue fill(const QJsonValue &value);
    [[nodiscard]] QJsonValue fillText(const QString &text);
    [[nodiscard]] QJsonValue valueOf(const QString &place);

    Stage &m_stage;
    QString m_conversation;
    QJsonObject m_values;
    QHash<QString, QString> m_ids;
    Event m_last;
};

} // namespace gm::sandbox
