/// Lines of Genie's backend log: what the backend believes it has published, and what it knows went wrong.
#pragma once

#include "core/base/ids.h"

#include <QByteArrayView>

#include <chrono>
#include <optional>
#include <variant>

namespace gm::genie
{

/// What a line speaks of, in the backend's own words.
enum class PublishKind {
    Message,
    Status,
    Completion,
    StreamToken,
    StreamEnd,
    Other, ///< An event of a name this program does not know.
};

/// "Published …": the backend believes the event went out.
struct Publication {
    PublishKind kind = PublishKind::Message;
    base::ConversationId conversation{};
    QString detail{};             ///< Of a status its value, of a token its text, of Other the event's name.
    std::optional<qint64> atMs{}; ///< ms since 1970 UTC; nothing: the line tells no time.
};

/// "Error publishing …": the event did not go out. The line names no conversation.
struct PublishError {
    PublishKind kind = PublishKind::Message;
    QString reason{}; ///< As logged, at most maxReasonLength characters.
    std::optional<qint64> atMs{};
};

/// Trouble before anything was published: no conversation is named.
struct BackendFault {
    enum class Kind {
        TokenRefused, ///< "JWT verification failed": a caller's Supabase token.
        RunDied,      ///< "Error processing …": the run ended without another event.
    };
    Kind kind = Kind::TokenRefused;
    QString reason{}; ///< As logged, at most maxReasonLength characters.
    std::optional<qint64> atMs{};
};

/// Nothing for the many lines that speak of other matters.
using LogLine = std::variant<std::monostate, Publication, PublishError, BackendFault>;

/// Longer lines are not looked at.
inline constexpr qsizetype maxLogLineBytes = 64 * 1024;
inline constexpr qsizetype maxReasonLength = 2'000;

struct LogOptions {
    std::chrono::minutes zone{0}; ///< Ahead of UTC: of times that name no zone of their own.
};

/// Reads one line, without or with its line feed. Around the backend's own text may stand what containers put there: the
/// service's name and a bar, docker's time, docker's or Python's JSON, colours. The form of the logging is Python's usual
/// one or one of its relatives (level first, in brackets, with bars, or the bare text). A known text in the midst of another
/// line counts for nothing. Never fails; what it cannot read is nothing.
[[nodiscard]] LogLine readLogLine(QByteArrayView line, const LogOptions &options = {});

} // namespace gm::genie
