/// The second line of a conversation in the list: its state in words.
#pragma once

#include "core/timeline/conversationstate.h"
#include "ui/models/conversationsmodel.h"

namespace gm::models
{

/// A line in two parts: the state's word in its colour, and what follows in a weaker one.
struct ConversationLine {
    QString word{};
    QString tail{};
};

/// What the last event means for icon and colour.
[[nodiscard]] ConversationsModel::State stateOf(const timeline::ConversationState &state);
/// Whether the line shows how long its state lasts already.
[[nodiscard]] bool isRunning(ConversationsModel::State state);
/// @p nowMonoMs gives the length of what goes on. A stuck one says so behind its phase.
[[nodiscard]] ConversationLine lineOf(const timeline::ConversationState &state, bool isStuck, qint64 nowMonoMs);
/// The same for a screen reader, with the length spelt out.
[[nodiscard]] QString speakLine(const timeline::ConversationState &state, bool isStuck, qint64 nowMonoMs);

} // namespace gm::models
