/// Publishes events the way Genie's backend does: database first, then Ably, then the line in its log.
#pragma once

#include "core/base/clock.h"
#include "core/sandbox/backendlogfile.h"
#include "core/sandbox/conversationstore.h"
#include "core/sandbox/faults.h"

#include <QJsonValue>

#include <functional>

namespace gm::sandbox
{

struct Event {
    QString conversation;
    QString name;
    QJsonValue data;
};

/// What became of an event.
enum class Outcome {
    Published,
    Lost,    ///< The log says it went out, and nothing did (`publish-lost`).
    Refused, ///< The log says it failed (`publish-error`).
};

/// Obeys `publish-lost`, `publish-error` and `wrong-shape` (`value`: the JSON to send in place of the data; without one,
/// a few wrong shapes take turns).
class BackendPublisher
{
public:
    /// Hands one message to Ably.
    using Send = std::function<void(const QString &channel, const QString &name, const QJsonValue &data)>;

    /// References outlive the object.
    BackendPublisher(base::Clock &clock, Faults &faults, ConversationStore &store, BackendLogFile &log, Send send);

    Outcome publish(const Event &event);

    /// @name The two halves of publish(), for a story that has its own times for both
    /// @{
    Outcome send(const Event &event);
    void writeLine(const Event &event, Outcome outcome);
    /// @}

    /// The same event to Ably once more, without a line: another message with another id.
    void sendAgain(const Event &event);

private:
    void keep(const Event &event);
    [[nodiscard]] QJsonValue misshape(const Event &event, const Fault &fault);

    base::Clock &m_clock;
    Faults &m_faults;
    ConversationStore &m_store;
    BackendLogFile &m_log;
    Send m_send;
    int m_misshaped = 0;
    QString m_refusal; ///< Text of the last refusal, for its line.
};

} // namespace gm::sandbox
