/// Events, gaps, runs, problems and changes of the link as the stable JSONL and as text for people.
#pragma once

#include "core/ably/channelstate.h"
#include "core/ably/connectionstate.h"
#include "core/ably/presencemessage.h"
#include "core/diagnostics/problem.h"
#include "core/timeline/gaps.h"
#include "core/timeline/runs.h"
#include "core/timeline/titles.h"

#include <QByteArray>

namespace gm::app
{

/// Each function gives one whole line. In text, control characters of payloads are made harmless.
class EventWriter
{
public:
    EventWriter(const timeline::EventStore &store, const timeline::Runs &runs, const timeline::Titles &titles);

    /// @name JSONL: fields are only ever added
    /// @{
    [[nodiscard]] QByteArray eventLine(base::RowIndex row) const;
    [[nodiscard]] QByteArray gapLine(const timeline::Gap &gap, const base::ConversationId &conversation) const;
    [[nodiscard]] QByteArray runLine(const timeline::Run &run) const;
    [[nodiscard]] QByteArray connectionLine(const ably::ConnectionChange &change, int connection = 1) const;
    [[nodiscard]] QByteArray channelLine(const base::ConversationId &conversation,
                                         const ably::ChannelChange &change) const;
    [[nodiscard]] QByteArray presenceLine(const base::ConversationId &conversation,
                                          const ably::PresenceMessage &message) const;
    [[nodiscard]] QByteArray problemLine(const diagnostics::Problem &problem) const;
    /// @}

    /// @name Text
    /// @{
    [[nodiscard]] QByteArray eventText(base::RowIndex row) const;
    [[nodiscard]] QByteArray gapText(const timeline::Gap &gap, const base::ConversationId &conversation) const;
    [[nodiscard]] QByteArray runText(const timeline::Run &run) const;
    [[nodiscard]] QByteArray connectionText(const ably::ConnectionChange &change, int connection = 1) const;
    [[nodiscard]] QByteArray channelText(const base::ConversationId &conversation,
                                         const ably::ChannelChange &change) const;
    [[nodiscard]] QByteArray presenceText(const base::ConversationId &conversation,
                                          const ably::PresenceMessage &message) const;
    [[nodiscard]] QByteArray problemText(const diagnostics::Problem &problem) const;
    /// @}

private:
    [[nodiscard]] QString timeOfDay(qint64 ms) const;

    const timeline::EventStore &m_store;
    const timeline::Runs &m_runs;
    const timeline::Titles &m_titles;
};

} // namespace gm::app
