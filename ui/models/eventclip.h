/// An event as text for the clipboard.
#pragma once

#include "core/timeline/event.h"

namespace gm::models
{

/// The ways to copy an event.
enum class ClipForm {
    Text, ///< One readable line: time, conversation, kind, words, lag.
    Json, ///< All fields, as in JSONL, indented.
    Curl, ///< A command that publishes the same name and data with a key of one's own, taken from `$ABLY_API_KEY`.
};

/// @p title: the conversation's name; may be its id. No secret is part of an event, so none is copied.
[[nodiscard]] QString clipOf(const timeline::Event &event, const QString &title, ClipForm form);

/// The payload indented where it is JSON, else as it was received; bytes as base64.
[[nodiscard]] QString prettyPayload(const QByteArray &payload, genie::DataForm form);
/// The payload as received; bytes as base64.
[[nodiscard]] QString plainPayload(const QByteArray &payload, genie::DataForm form);

} // namespace gm::models
