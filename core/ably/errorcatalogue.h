/// Ably's error codes as facts: a short name, what the client does about them, where the help is. Sentences for people are
/// not here (see core/diagnostics/explain).
#pragma once

#include <QStringView>
#include <QUrl>

#include <span>

namespace gm::ably
{

/// What an error means for us.
enum class ErrorClass : quint8 {
    Auto,            ///< Tried again by itself.
    Renew,           ///< A new token, then again; without a way to get one the connection is FAILED (40171).
    FatalConnection, ///< The connection is FAILED until the user acts.
    FatalChannel,    ///< That one channel is FAILED until the user acts.
    Gap,             ///< Nothing stops, but messages may be missing.
    Note,            ///< Information only.
    Call,            ///< Only the one call failed.
};

/// Where an error was met: the same code can mean different things.
enum class ErrorOrigin : quint8 {
    ConnectionError, ///< ERROR without channel.
    ChannelError,    ///< ERROR with channel.
    Disconnected,    ///< DISCONNECTED, or the socket's end.
    ConnectedNotice, ///< Beside CONNECTED.
    AttachedNotice,  ///< Beside ATTACHED.
    Detached,        ///< Beside DETACHED.
    Rest,            ///< An HTTP answer.
    Local,           ///< Raised by our own client.
};

/// One row of the catalogue.
struct ErrorFact {
    int code = 0;
    QStringView name{}; ///< Short, lower case, ours: `token expired`. Not translated: it is quoted beside the code.
    quint8 classes = 0; ///< Bit 1 << ErrorClass for each that can apply; 0: only the origin decides.
    ErrorClass usual = ErrorClass::Note; ///< The first of them.
};

/// The row of @p code, or nullptr for a code that is not in the catalogue.
[[nodiscard]] const ErrorFact *errorFact(int code);
/// All rows, by code.
[[nodiscard]] std::span<const ErrorFact> errorFacts();

/// What @p code, met at @p origin, means; @p status (HTTP-like, 0: unknown) decides for unknown codes of REST answers.
[[nodiscard]] ErrorClass errorClass(int code, ErrorOrigin origin, int status = 0);

/// The service's page for a code; empty for codes that are not the service's (below 10000).
[[nodiscard]] QUrl helpUrlOf(int code);

} // namespace gm::ably
