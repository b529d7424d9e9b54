#include "core/monitor/problemreporter.h"

#include "core/diagnostics/explain.h"

#include <algorithm>

namespace gm::monitor
{

using ably::ChannelState;
using ably::ConnectionState;
using base::ConversationId;
using base::Error;
using diagnostics::Problem;
using diagnostics::Severity;
using namespace Qt::Literals::StringLiterals;

namespace
{

constexpr QLatin1String channelCode("GM-CHANNEL-REFUSED");
constexpr QLatin1String subscribeCode("GM-CHANNEL-SUBSCRIBE");
constexpr QLatin1String gapCode("GM-GAP");

} // namespace

ProblemReporter::ProblemReporter(diagnostics::ProblemList &problems, base::Clock &clock, QObject *parent)
    : QObject(parent)
    , m_problems(problems)
    , m_clock(clock)
{
}

void ProblemReporter::report(const Error &error, Severity severity, const QString &code,
                             const ConversationId &conversation)
{
    Problem problem = Problem::from(error, severity, code, m_clock.wallMs());
    problem.code = code;
    if (!conversation.isEmpty())
        problem.conversations = {conversation};
    m_problems.report(std::move(problem));
}

void ProblemReporter::over(QString &lastCode)
{
    if (!lastCode.isEmpty())
        m_problems.withdraw(std::exchange(lastCode, QString()));
}

void ProblemReporter::sessionEnded(const Error &error)
{
    over(m_refreshCode);
    report(error, Severity::Error, u"GM-SESSION-ENDED"_s);
}

void ProblemReporter::sessionRenewed()
{
    over(m_refreshCode);
    m_problems.withdraw(u"GM-SESSION-ENDED"_s);
}

void ProblemReporter::refreshFailed(const Error &error)
{
    over(m_refreshCode);
    m_refreshCode = error.id.startsWith(u"GM-") ? error.id : u"GM-SESSION-REFRESH"_s;
    report(error, Severity::Warning, m_refreshCode);
}

void ProblemReporter::sessionNotStored(const Error &error)
{
    report(error, Severity::Note, error.id);
}

void ProblemReporter::tokenFailed(const Error &error)
{
    over(m_tokenCode);
    m_tokenCode = error.id.startsWith(u"GM-") ? error.id : u"GM-TOKEN-REFUSED"_s;
    report(error, Severity::Error, m_tokenCode);
}

void ProblemReporter::tokenReceived()
{
    over(m_tokenCode);
}

void ProblemReporter::listFailed(const Error &error)
{
    over(m_listCode);
    m_listCode = error.id.startsWith(u"GM-") ? error.id : u"GM-BACKEND-LIST"_s;
    report(error, Severity::Warning, m_listCode);
}

void ProblemReporter::listReceived()
{
    over(m_listCode);
}

void ProblemReporter::linkIsOver(int connection)
{
    const QString code = m_linkCodes.take(connection);
    if (!code.isEmpty() && !m_linkCodes.values().contains(code))
        m_problems.withdraw(code);
}

void ProblemReporter::channelsWait(int count, const Error &why)
{
    if (count > 0)
        report(why, Severity::Warning, why.id);
    else
        m_problems.withdraw(why.id);
}

void ProblemReporter::connectionChanged(const ably::ConnectionChange &change, int connection, const QString &keyName)
{
    if (change.event != ably::ConnectionEvent::StateEntered)
        return;
    switch (change.current) {
    case ConnectionState::Connected:
        linkIsOver(connection);
        over(m_tokenCode);
        break;
    case ConnectionState::Disconnected:
        // Retried by itself like any loss, but no retry will mend it.
        if (change.reason && diagnostics::isForPeopleToMend(*change.reason)) {
            linkIsOver(connection);
            m_linkCodes.insert(connection, u"GM-LINK-REFUSED"_s);
            report(diagnostics::explain(*change.reason, diagnostics::ErrorPlace::Connection, {.host = change.host}),
                   Severity::Error, u"GM-LINK-REFUSED"_s);
        }
        break;
    case ConnectionState::Suspended:
    case ConnectionState::Failed: {
        linkIsOver(connection);
        const auto reason = change.reason.value_or(ably::ErrorInfo{});
        // What the token source answered is told by tokenFailed(); its wrapping would only repeat it.
        if (reason.code == 80019 && !m_tokenCode.isEmpty())
            break;
        const QString code = change.current == ConnectionState::Failed ? u"GM-LINK-FAILED"_s : u"GM-LINK-SUSPENDED"_s;
        m_linkCodes.insert(connection, code);
        report(diagnostics::explain(reason, diagnostics::ErrorPlace::Connection,
                                    {.keyName = keyName, .host = change.host}),
               Severity::Error, code);
        break;
    }
    case ConnectionState::Closed:
        linkIsOver(connection);
        over(m_tokenCode);
        break;
    default:
        break;
    }
}

void ProblemReporter::hostsExhausted(int connection, int count)
{
    linkIsOver(connection);
    m_linkCodes.insert(connection, u"GM-HOSTS-ALL"_s);
    report({.code = 80000,
            .what = tr("No way to Ably."),
            .why = tr("All %n hosts failed: a firewall or proxy may block websockets.", nullptr, count),
            .next = tr("Try another network, or let *.ably.net and *.ably-realtime.com through on port 443.")},
           Severity::Error, u"GM-HOSTS-ALL"_s);
}

void ProblemReporter::channelChanged(const ConversationId &conversation, const ably::ChannelChange &change,
                                     const std::optional<Error> &fault)
{
    if (change.current == ChannelState::Attached) {
        m_problems.withdraw(channelCode, conversation);
    } else if (fault && (change.current == ChannelState::Failed || change.current == ChannelState::Suspended)) {
        report(*fault, change.current == ChannelState::Failed ? Severity::Error : Severity::Warning, channelCode,
               conversation);
    }
}

void ProblemReporter::subscribeMissing(const ConversationId &conversation)
{
    report({.code = 90009,
            .what = tr("Attached, but nothing will come."),
            .why = tr("The token does not grant the mode \"subscribe\" on this channel."),
            .next = tr("Ask for a token with the capability \"subscribe\".")},
           Severity::Error, subscribeCode, conversation);
}

void ProblemReporter::unwatched(const ConversationId &conversation)
{
    m_problems.withdraw(channelCode, conversation);
    m_problems.withdraw(subscribeCode, conversation);
}

void ProblemReporter::gap(const ContinuityGap &gap)
{
    const auto &problems = m_problems.problems();
    const auto same = std::find_if(problems.begin(), problems.end(), [&gap](const Problem &problem) {
        return problem.code == gapCode && problem.sinceMs == gap.fromMs;
    });
    QList<ConversationId> conversations;
    if (same != problems.end())
        conversations = same->conversations;
    if (!conversations.contains(gap.conversation))
        conversations.append(gap.conversation);

    const qint64 lengthMs = gap.toMs.value_or(m_clock.wallMs()) - gap.fromMs;
    Problem problem =
        Problem::from({.code = gap.code,
                       .what = tr("Gap of %1 s: events may be missing.").arg(double(lengthMs / 100) / 10.0, 0, 'f', 1),
                       .why = diagnostics::gapCauseText(gap.cause),
                       .next = tr("Compare with the database, or with the backend's log.")},
                      Severity::Warning, gapCode, gap.fromMs);
    problem.conversations = std::move(conversations);
    m_problems.report(std::move(problem));
}

void ProblemReporter::gapFilled(const ConversationId &conversation)
{
    const auto problems = m_problems.problems();
    for (const Problem &problem : problems) {
        if (problem.code != gapCode || !problem.conversations.contains(conversation))
            continue;
        m_problems.withdraw(gapCode, problem.conversations.first());
        Problem rest = problem;
        rest.conversations.removeAll(conversation);
        if (!rest.conversations.isEmpty())
            m_problems.report(std::move(rest));
        return;
    }
}

void ProblemReporter::frameUnreadable(const Error &error)
{
    report(
        {.code = error.code,
         .what = tr("A frame from Ably could not be read and was left out."),
         .why = error.what,
         .next = tr("It is kept among the frames as it came. If this repeats, look for a proxy that changes traffic.")},
        Severity::Warning, u"GM-FRAME-UNREADABLE"_s);
}

void ProblemReporter::payloadMisfit(const ConversationId &conversation, const QString &eventName, const QString &why)
{
    report({.what = tr("A \"%1\" event has a shape that was not expected.").arg(eventName),
            .why = why,
            .next = tr("The event is shown as received. Look at what the backend publishes under this name.")},
           Severity::Warning, u"GM-EVENT-SHAPE"_s, conversation);
}

void ProblemReporter::channelKeyUnreadable(const QString &channel, const Error &error)
{
    report({.what = tr("The key of the channel %1 could not be read.").arg(channel),
            .why = error.why.isEmpty() ? error.what : error.why,
            .next = tr("Its messages are shown encrypted. Give the key again: "
                       "genie-monitor profiles set-key PROFILE CHANNEL --key-stdin")},
           Severity::Warning, u"GM-CHANNEL-KEY"_s);
}

void ProblemReporter::payloadUndecodable(const ConversationId &conversation, const QString &eventName,
                                         const Error &error)
{
    report({.code = 40013,
            .what = tr("The payload of a \"%1\" event could not be decoded.").arg(eventName),
            .why = error.why,
            .next =
                error.next.isEmpty() ? tr("It is kept as received, with the steps left in its encoding.") : error.next},
           Severity::Warning, u"GM-EVENT-UNDECODABLE"_s, conversation);
}

} // namespace gm::monitor
