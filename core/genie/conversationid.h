/// Conversation ids out of what a person pastes: a bare id, a channel name, an address of the web app, or many at once.
#pragma once

#include "core/base/ids.h"
#include "core/base/result.h"

#include <QList>
#include <QStringList>

namespace gm::genie
{

/// One id: blanks and quotes around it, `conversation:` before it and a web address around it are taken off; case is kept.
/// Fails with `GM-CONVERSATION-ID` for anything that cannot be one: other characters than letters, digits, `-` and `_`,
/// fewer than 24 or more than 64 of them. A mistyped UUID passes: the silence explainer finds the one meant.
[[nodiscard]] base::Result<base::ConversationId> parseConversationId(const QString &text);

/// What a paste held: ids in order, each once, and the pieces that are none.
struct PastedIds {
    QList<base::ConversationId> ids{};
    QStringList refused{};

    /// "2 of 5 are not conversation ids and were left out: …"; empty when none was refused.
    [[nodiscard]] QString refusalText() const;
};

/// Ids separated by blanks, commas, semicolons, quotes or brackets.
[[nodiscard]] PastedIds parsePastedIds(const QString &text);

} // namespace gm::genie
