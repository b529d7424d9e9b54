/// Code and facts → what, why, what next: the only place with sentences on faults of protocol and network.
#pragma once

#include "core/ably/protocolmessage.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/timeline/gaps.h"

namespace gm::diagnostics
{

/// Where an error of Ably was met; it decides what it means for the user.
enum class ErrorPlace { Connection, Channel, Continuity, TokenExchange };

/// Facts a sentence may need; empty ones are left out of it.
struct ErrorFacts {
    base::ConversationId conversation{};
    QString keyName{};
    QString capability{}; ///< JSON text of the token's capability.
    QString host{};
};

/// Ably's error in plain words. Codes outside the table keep the service's message as the cause.
[[nodiscard]] base::Error explain(const ably::ErrorInfo &error, ErrorPlace place, const ErrorFacts &facts = {});

/// A fault that goes on until somebody changes something on this computer or on the way: a certificate, a proxy.
[[nodiscard]] bool isForPeopleToMend(const ably::ErrorInfo &error);

/// @p waiting conversations are not attached: @p connections connections are open and full, and no more are allowed.
[[nodiscard]] base::Error explainNoRoom(int waiting, int connections);

/// Why a gap came about, one sentence.
[[nodiscard]] QString gapCauseText(timeline::GapCause cause);

/// The meaning of a code alone, for a transition's details; empty when the table does not hold it.
[[nodiscard]] QString meaningOf(int code);
/// What a person can do about a code; empty when the table does not hold it.
[[nodiscard]] QString adviceFor(int code);

} // namespace gm::diagnostics
