/// A million events like Genie's, made quickly and the same every time.
#pragma once

#include "core/timeline/event.h"

#include <random>

namespace gm::bench
{

/// 64 conversations, four fifths status events, payloads of 400 bytes. Ids and serials differ for each event. 45 of a
/// million payloads hold "quarterly tidal energy fund", 152 hold "zyqxwv", every fifth one holds "opportunities".
class ManyEvents
{
public:
    static constexpr qsizetype payloadBytes = 400;

    timeline::Event next()
    {
        timeline::Event::Fields fields;
        fields.receivedMs = 1'762'437'827'000 + m_count / 2;
        fields.receivedMonoMs = 1'000'000 + m_count / 2;
        fields.publishedMs = fields.receivedMs - 20 - qint64(m_engine() % 60);
        fields.conversation = base::ConversationId(
            QStringLiteral("2f90d3c7-61be-4c11-9d0a-%1").arg(m_engine() % 64, 12, 10, QLatin1Char('0')));
        fields.channel = base::channelOf(fields.conversation);
        fields.id = base::EventId(QStringLiteral("%1:0").arg(m_engine(), 10, 36, QLatin1Char('0')));
        const bool isStatus = m_count % 5 != 0;
        fields.name = isStatus ? QStringLiteral("status") : QStringLiteral("message");
        fields.kind = isStatus ? genie::EventKind::Status : genie::EventKind::Message;
        fields.status = isStatus ? QStringLiteral("searching") : QString();
        fields.role = isStatus ? QString() : QStringLiteral("assistant");
        fields.payload = payload();
        fields.serial = QStringLiteral("%1-%2@e91BqXnwBcTq2Z:000")
                            .arg(fields.publishedMs, 14, 10, QLatin1Char('0'))
                            .arg(m_count % 1000, 3, 10, QLatin1Char('0'));
        fields.clientId = QStringLiteral("backend");
        fields.wireBytes = quint32(fields.payload.size() + 210);
        fields.frame = quint32(++m_count);
        return timeline::Event(std::move(fields));
    }

private:
    QByteArray payload()
    {
        static constexpr const char *words[] = {"searching", "for",    "talks",      "in",     "lisbon", "about",
                                                "climate",   "seed",   "funds",      "with",   "senior", "rust",
                                                "jobs",      "europe", "conference", "speaker"};
        QByteArray text = R"({"status":"searching","message":")";
        text.reserve(payloadBytes);
        if (m_count % 22'700 == 1)
            text += "Quarterly tidal energy fund ";
        if (m_count % 6'600 == 2)
            text += "zyqxwv ";
        if (m_count % 5 == 3)
            text += "opportunities ";
        while (text.size() < payloadBytes - 14) {
            text += words[m_engine() % std::size(words)];
            text += ' ';
        }
        text.truncate(payloadBytes - 2);
        return text + R"("})";
    }

    std::mt19937 m_engine{42};
    qint64 m_count = 0;
};

} // namespace gm::bench
