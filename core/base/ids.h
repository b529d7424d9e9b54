/// Distinct types for the identifiers that would otherwise all be QString or int.
#pragma once

#include <QHash>
#include <QMetaType>
#include <QString>

#include <compare>

namespace gm::base
{

/// A text with a meaning of its own; compares and hashes like the text it holds.
template <typename Tag>
class TextId
{
public:
    TextId() = default;
    explicit TextId(QString text)
        : m_text(std::move(text))
    {
    }

    [[nodiscard]] const QString &text() const { return m_text; }
    [[nodiscard]] bool isEmpty() const { return m_text.isEmpty(); }

    friend bool operator==(const TextId &a, const TextId &b) { return a.m_text == b.m_text; }
    friend bool operator<(const TextId &a, const TextId &b) { return a.m_text < b.m_text; }
    friend size_t qHash(const TextId &id, size_t seed = 0) { return qHash(id.m_text, seed); }

private:
    QString m_text;
};

using ConversationId = TextId<struct ConversationIdTag>; ///< Genie's id of a conversation, mostly a UUID; case kept.
using ChannelName = TextId<struct ChannelNameTag>;       ///< An Ably channel, e.g. `conversation:42`; case-sensitive.
using EventId = TextId<struct EventIdTag>;               ///< Ably's id of a message.
using RunId = TextId<struct RunIdTag>;                   ///< `<conversation>#<n>`, n from 1 in order of arrival.

/// Place of an event in the store: 0 is the first ever received, whatever has been dropped since.
class RowIndex
{
public:
    RowIndex() = default;
    constexpr explicit RowIndex(qint64 value)
        : m_value(value)
    {
    }
    [[nodiscard]] constexpr qint64 value() const { return m_value; }
    [[nodiscard]] constexpr bool isValid() const { return m_value >= 0; }
    friend constexpr auto operator<=>(RowIndex, RowIndex) = default;

private:
    qint64 m_value = -1;
};

/// `conversation:{id}`, the channel Genie's backend publishes a conversation on.
[[nodiscard]] inline ChannelName channelOf(const ConversationId &id)
{
    return ChannelName(QStringLiteral("conversation:") + id.text());
}

/// The id behind `conversation:`; empty when the channel is of another kind.
[[nodiscard]] inline ConversationId conversationOf(const ChannelName &channel)
{
    constexpr QStringView prefix = u"conversation:";
    return channel.text().startsWith(prefix) ? ConversationId(channel.text().mid(prefix.size())) : ConversationId();
}

} // namespace gm::base

Q_DECLARE_METATYPE(gm::base::ConversationId)
Q_DECLARE_METATYPE(gm::base::RowIndex)
