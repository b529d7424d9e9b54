/// What an event says: Genie's payloads read from the bytes that arrived. Nothing is dropped: what does not fit is flagged.
#pragma once

#include <QByteArrayView>
#include <QFlags>
#include <QMetaType>
#include <QString>

#include <memory>
#include <optional>

namespace gm::genie
{

enum class EventKind : quint8 { Message, Status, Complete, Stream, Other };

/// How the data of the message was given after Ably's encodings had been taken off.
enum class DataForm : quint8 {
    Json,   ///< JSON text: object, array, string, number …
    Text,   ///< A plain string, not JSON-encoded.
    Binary, ///< Bytes.
    None,   ///< The message had no data.
};

/// Why a payload is not of the shape its name promises.
enum class ShapeFault : quint8 { None, NoData, NotJson, NotAnObject, MissingField, WrongType };

/// The fields found. Texts are empty when absent; the raw data stays with the caller.
struct EventPayload {
    EventKind kind = EventKind::Other;
    bool isStreamEnd = false;   ///< `stream_end`, where kind is Stream.
    bool isUnknownName = false; ///< Not one of the five names Genie publishes.
    ShapeFault fault = ShapeFault::None;
    QLatin1String faultField{}; ///< The field for MissingField and WrongType: `message.content`.

    QString status{}; ///< Of `status` as sent; of `message`: `metadata.status`, where there is one.
    QString role{};   ///< Of `message`.
    QString type{};   ///< Of `message`: `metadata.type`.
    QString text{};   ///< Of `message`: content; `status`: message; `stream_token`: the piece; `stream_end`: all of it;
                      ///< anything else: the data as received, at most 200 characters.
    QString messageId{};           ///< Of `message` and streams: the database's id.
    QString goalId{};              ///< Of `complete`; of `status`: `metadata.goal_id`.
    QString createdAt{};           ///< Of `message` and `stream_end`, as sent.
    std::optional<qint64> count{}; ///< Of `complete`: opportunities; of `status`: `metadata.count`.

    [[nodiscard]] bool isWrongShape() const { return fault != ShapeFault::None; }
    /// Ends a run: `complete`, or `status` `error`.
    [[nodiscard]] bool isTerminal() const;
};

/// Why the payload is flagged, as a sentence; empty when it is not.
[[nodiscard]] QString describeFault(const EventPayload &payload);

/// The kind a name stands for, without reading data.
[[nodiscard]] EventKind kindOfName(QStringView name);

/// How much of a payload is wanted.
enum class PayloadDepth {
    Whole,
    Labels, ///< Kind, status, role, type, count and faults; texts and ids are checked for their type but left empty.
};

/// Reads payloads, about half a microsecond each; keeps its buffers between calls, so one reader serves many events.
/// Used from one thread.
class PayloadReader
{
public:
    PayloadReader();
    ~PayloadReader();
    PayloadReader(const PayloadReader &) = delete;
    PayloadReader &operator=(const PayloadReader &) = delete;

    [[nodiscard]] EventPayload read(QStringView name, QByteArrayView data, DataForm form = DataForm::Json,
                                    PayloadDepth depth = PayloadDepth::Whole);

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace gm::genie

Q_DECLARE_METATYPE(gm::genie::EventKind)
