#include "core/diagnostics/explain.h"

#include "core/ably/capability.h"
#include "core/diagnostics/explaintexts.h"
#include "core/net/httpclient.h"

#include <QCoreApplication>
#include <QStringList>

namespace gm::diagnostics
{

using base::Error;

namespace
{

constexpr int firstServiceCode = 10'000; ///< Codes below are ours: the service has no page about them.

QString tr(const char *text)
{
    return QCoreApplication::translate("gm::diagnostics::Explain", text);
}

QString trN(const char *text, int n)
{
    return QCoreApplication::translate("gm::diagnostics::Explain", text, nullptr, n);
}

/// The code that says most: the deepest cause that has one.
const ably::ErrorInfo &innermost(const ably::ErrorInfo &error)
{
    const ably::ErrorInfo *current = &error;
    while (current->cause && current->cause->code != 0)
        current = current->cause.get();
    return *current;
}

QString coveredBy(const QString &capability)
{
    const auto parsed = ably::Capability::parse(capability);
    if (!parsed || parsed->isEmpty())
        return {};
    return QStringList(parsed->operations().keys()).join(QStringLiteral(", "));
}

Error refusedChannel(const ErrorFacts &facts)
{
    const QString covered = coveredBy(facts.capability);
    return {.what = tr("This conversation may not be watched."),
            .why = covered.isEmpty()
                       ? tr("The token does not cover conversation:%1.").arg(facts.conversation.text())
                       : tr("The token covers %1, not conversation:%2.").arg(covered, facts.conversation.text()),
            .next = tr("Ask for a token that covers it, or check the id.")};
}

Error refusedKey(const ErrorFacts &facts)
{
    return {.what = tr("Ably refuses the token."),
            .why = facts.keyName.isEmpty()
                       ? tr("The key that signed it was revoked or replaced.")
                       : tr("The key that signed it (%1) was revoked or replaced.").arg(facts.keyName),
            .next = tr("Give the backend the current key and restart it.")};
}

/// What this computer's own network code met before there was an answer; nothing for codes of the service.
std::optional<Error> networkFault(const ably::ErrorInfo &error)
{
    switch (error.code) {
    case net::TlsFailed:
        return Error{.what = tr("The connection was refused here: the server's certificate is wrong."),
                     .why = error.message,
                     .next =
                         tr("Check the address and this computer's date. If a proxy or virus scanner in your company "
                            "replaces certificates, its authority belongs in this computer's trust store. Without a "
                            "good certificate there is no way on.")};
    case net::ProxyFailed:
        return Error{.what = tr("The proxy does not let the connection through."),
                     .why = error.message,
                     .next =
                         tr("Check the proxy in the system's settings, or http_proxy, https_proxy and no_proxy: its "
                            "address, its name and password, and whether it allows this address.")};
    default:
        return std::nullopt;
    }
}

QString headline(ErrorPlace place)
{
    switch (place) {
    case ErrorPlace::Connection:
        return tr("The connection to Ably failed.");
    case ErrorPlace::Channel:
        return tr("This conversation cannot be watched.");
    case ErrorPlace::Continuity:
        return tr("Events may be missing.");
    case ErrorPlace::TokenExchange:
        return tr("Ably gives no token.");
    }
    return {};
}

} // namespace

Error explain(const ably::ErrorInfo &error, ErrorPlace place, const ErrorFacts &facts)
{
    const ably::ErrorInfo &root = innermost(error);
    Error result;
    if (root.code == 40160 && place == ErrorPlace::Channel) {
        result = refusedChannel(facts);
    } else if (root.code == 40101 || root.code == 40130 || root.code == 40131 || root.code == 40132 ||
               (root.code == 40400 && place == ErrorPlace::TokenExchange)) {
        result = refusedKey(facts);
    } else if (const auto fault = networkFault(root)) {
        result = *fault;
    } else {
        const QString meaning = meaningOf(root.code);
        result.what = headline(place);
        result.why = meaning.isEmpty() ? root.message : meaning;
        result.next = adviceFor(root.code);
        if (result.next.isEmpty())
            result.next = tr("If it stays, quote the code to whoever runs the service.");
    }
    result.code = root.code;
    result.status = root.statusCode;
    if (root.code >= firstServiceCode)
        result.help = root.helpUrl();
    return result;
}

bool isForPeopleToMend(const ably::ErrorInfo &error)
{
    return networkFault(innermost(error)).has_value();
}

Error explainNoRoom(int waiting, int connections)
{
    return {.code = 90010,
            .id = QStringLiteral("GM-CONNECTIONS-LIMIT"),
            .what = trN("%n conversations are not attached: limit.", waiting),
            .why = trN("Ably attaches at most 200 channels to a connection, and all %n this profile may open are full.",
                       connections),
            .next = tr("Watch fewer conversations, or raise connections.max in the settings of this profile.")};
}

QString gapCauseText(timeline::GapCause cause)
{
    switch (cause) {
    case timeline::GapCause::ResumeRefused:
        return tr("The connection was lost and Ably could not resume it.");
    case timeline::GapCause::Suspended:
        return tr("There was no connection for longer than Ably keeps events for it.");
    case timeline::GapCause::LostContinuity:
        return tr("Ably could not continue this channel where it had stopped.");
    case timeline::GapCause::RateLimited:
        return tr("Events came faster than Ably delivers to one connection, and some were dropped.");
    case timeline::GapCause::Asleep:
        return tr("This computer was asleep.");
    }
    return {};
}

QString meaningOf(int code)
{
    const ExplainText *text = findExplainText(code);
    return text != nullptr ? tr(text->meaning) : QString();
}

QString adviceFor(int code)
{
    const ExplainText *text = findExplainText(code);
    return text != nullptr ? tr(text->next) : QString();
}

} // namespace gm::diagnostics
