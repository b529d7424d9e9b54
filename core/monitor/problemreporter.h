/// Turns what the parts of a monitor report into problems a person can act on, and takes them back when they are over.
#pragma once

#include "core/ably/channelstate.h"
#include "core/ably/connectionstate.h"
#include "core/base/clock.h"
#include "core/diagnostics/problem.h"
#include "core/monitor/continuity.h"

#include <QObject>

namespace gm::monitor
{

/// Knows which code stands for what and when it is over. Sentences come from the errors themselves and from explain().
class ProblemReporter : public QObject
{
    Q_OBJECT

public:
    ProblemReporter(diagnostics::ProblemList &problems, base::Clock &clock, QObject *parent = nullptr);

    void sessionEnded(const base::Error &error);
    void sessionRenewed();
    /// A refresh failed and goes on being tried.
    void refreshFailed(const base::Error &error);
    void sessionNotStored(const base::Error &error);
    void tokenFailed(const base::Error &error);
    void tokenReceived();
    void listFailed(const base::Error &error);
    void listReceived();
    /// @p connection is its number: each has its own problem.
    void connectionChanged(const ably::ConnectionChange &change, int connection, const QString &keyName);
    /// @p count conversations are not attached since no connection has room; 0: none any more.
    void channelsWait(int count, const base::Error &why);
    void hostsExhausted(int connection, int count);
    /// @p fault explains the channel's reason; nullopt where there is none.
    void channelChanged(const base::ConversationId &conversation, const ably::ChannelChange &change,
                        const std::optional<base::Error> &fault);
    void subscribeMissing(const base::ConversationId &conversation);
    void unwatched(const base::ConversationId &conversation);
    /// Gaps that began together are one problem of several conversations.
    void gap(const ContinuityGap &gap);
    /// A rewind has brought what the gap missed.
    void gapFilled(const base::ConversationId &conversation);
    void frameUnreadable(const base::Error &error);
    /// An event whose payload does not fit its name, or could not be decoded. @p why says what was found.
    void payloadMisfit(const base::ConversationId &conversation, const QString &eventName, const QString &why);
    void channelKeyUnreadable(const QString &channel, const base::Error &error);
    void payloadUndecodable(const base::ConversationId &conversation, const QString &eventName,
                            const base::Error &error);

private:
    void report(const base::Error &error, diagnostics::Severity severity, const QString &code,
                const base::ConversationId &conversation = {});
    /// Withdraws the last problem of that kind, whichever code it had.
    void over(QString &lastCode);
    /// The connection's problem no longer holds; it is withdrawn unless another connection has the same.
    void linkIsOver(int connection);

    diagnostics::ProblemList &m_problems;
    base::Clock &m_clock;
    QString m_tokenCode;
    QString m_listCode;
    QMap<int, QString> m_linkCodes; ///< By number of the connection; only those that hold.
    QString m_refreshCode;
};

} // namespace gm::monitor
