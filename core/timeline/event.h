/// One Ably message received on a channel, as a value.
#pragma once

#include "core/base/ids.h"
#include "core/genie/eventpayload.h"
#include "core/timeline/revision.h"

#include <QByteArray>
#include <QFlags>
#include <QSharedData>
#include <QSharedDataPointer>

#include <optional>

namespace gm::timeline
{

/// What deserves a look about an event. The values are stored in recordings: only add.
enum class EventFlag : quint16 {
    Duplicate = 1U << 0,   ///< The same id was received before in this conversation.
    WrongShape = 1U << 1,  ///< The data is not what the name promises.
    UnknownName = 1U << 2, ///< Not one of the names Genie publishes.
    Undecodable = 1U << 3, ///< An encoding could not be undone: the data is as far as it got.
    Late = 1U << 4,        ///< Received a second or more after it was published.
    OutOfOrder = 1U << 5,  ///< Published before an event of the same publisher that was received earlier.
    Backlog = 1U << 6,     ///< Came by rewind: it happened before the channel was attached.
    Superseded = 1U << 7,  ///< A version of a message of which a newer one was received before.
};
Q_DECLARE_FLAGS(EventFlags, EventFlag)
Q_DECLARE_OPERATORS_FOR_FLAGS(EventFlags)

/// Ably's message action, by its number on the wire; numbers without a name are kept.
enum class EventAction : quint16 { Create, Update, Delete, Meta, Summary, Append };

/// Implicitly shared and immutable: a copy costs one atomic. Texts that were absent are empty.
class Event
{
public:
    /// What an event is made of; fill it, then make the Event.
    struct Fields : QSharedData {
        qint64 receivedMs = 0;     ///< Wall clock, ms UTC.
        qint64 receivedMonoMs = 0; ///< Monotonic clock of the process that received it: for durations.
        qint64 publishedMs = 0;    ///< Ably's timestamp of this version, ms UTC; 0: absent.
        base::ConversationId conversation{};
        base::ChannelName channel{};
        base::EventId id{};
        QString name{};
        genie::EventKind kind = genie::EventKind::Other;
        QString status{};     ///< Of a status its value; of a message `metadata.status`.
        QString role{};       ///< Of a message: `user`, `assistant`, `system`, or another.
        QString type{};       ///< Of a message: `metadata.type`.
        QByteArray payload{}; ///< As received, after the encodings that could be undone.
        genie::DataForm form = genie::DataForm::Json;
        QString encoding{};     ///< What is left to undo; empty: nothing.
        QString wireEncoding{}; ///< As it came: what was undone, and what is left.
        QString serial{};
        QString connectionId{}; ///< Of the publisher.
        QString clientId{};     ///< Of the publisher.
        EventFlags flags{};
        EventAction action = EventAction::Create;
        std::shared_ptr<const Revision> revision{}; ///< Null for most.
        quint32 wireBytes = 0;                      ///< Size of the message in its frame.
        quint32 frame = 0;                          ///< Number of the frame in the frame log, from 1; 0: unknown.
    };

    Event();
    explicit Event(Fields fields);

    [[nodiscard]] const Fields &fields() const { return *d; }
    const Fields *operator->() const { return d.constData(); }

    /// Received − published in ms, negative when the clocks disagree; nothing without a published time.
    [[nodiscard]] std::optional<qint64> lagMs() const;
    [[nodiscard]] bool has(EventFlag flag) const { return d->flags.testFlag(flag); }

private:
    QSharedDataPointer<const Fields> d;
};

/// `duplicate`, `wrong-shape` …: the words of JSONL and of `flag:` in filters.
[[nodiscard]] QString flagWord(EventFlag flag);
/// All flags, in the order they are shown.
[[nodiscard]] QList<EventFlag> allFlags();
/// `create`, `update` …: the protocol's words, in JSONL as well; the number where it has no name.
[[nodiscard]] QString actionWord(EventAction action);
/// `message`, `status`, `complete`, `stream`, `other`: the words of JSONL and of `kind:` in filters.
[[nodiscard]] QString kindWord(genie::EventKind kind);
/// All kinds, in the order of the enum.
[[nodiscard]] QList<genie::EventKind> allKinds();

} // namespace gm::timeline

Q_DECLARE_TYPEINFO(gm::timeline::Event, Q_RELOCATABLE_TYPE);
