/// Deltas of a channel (RTL18–RTL21, PC3): messages that hold only what changed are made whole before they are delivered.
#pragma once

#include "core/ably/protocolmessage.h"
#include "core/base/result.h"

#include <functional>

namespace gm::ably
{

/// Gives the new payload for the one before and the delta between them (PC3a).
using DeltaDecoder = std::function<base::Result<QByteArray>(QByteArrayView base, QByteArrayView delta)>;

/// The id of the message a delta was made against, by its `extras`; empty: it does not say.
[[nodiscard]] QString deltaBaseOf(const Message &delta);

/// What one channel has to remember for the next delta. A value.
class Deltas
{
public:
    /// Without a decoder every delta is a failure (40019).
    explicit Deltas(DeltaDecoder decoder = {})
        : m_decoder(std::move(decoder))
    {
    }

    struct Outcome {
        QList<Message> messages{};          ///< Whole, in the frame's order, up to the failure.
        std::optional<ErrorInfo> failure{}; ///< 40018: to be recovered from (RTL18); 40019: no decoder.
    };

    /// Undoes the deltas among @p messages, those of one frame. After a failure it stands where it stood before the frame, for
    /// the service sends the frame again; what was delivered of it is left out then.
    [[nodiscard]] Outcome undo(const QList<Message> &messages);
    /// The channel begins anew.
    void forget();

private:
    /// The message before, as later deltas see it.
    struct Previous {
        QString id{};          ///< RTL20
        QByteArray payload{};  ///< RTL19
        bool isBase64 = false; ///< The payload's base64 is undone when a delta needs it (RTL19a).
    };

    void remember(const Message &message);
    [[nodiscard]] std::optional<ErrorInfo> apply(Message &message);

    DeltaDecoder m_decoder;
    Previous m_previous{};
    QStringList m_delivered{}; ///< Ids of a failed frame's messages that were delivered before the failure.
};

} // namespace gm::ably
