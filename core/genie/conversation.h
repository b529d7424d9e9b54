/// A conversation as the backend lists it, and the messages its database holds.
#pragma once

#include "core/base/ids.h"
#include "core/base/result.h"

#include <QJsonObject>
#include <QList>
#include <QMetaType>

#include <optional>

namespace gm::genie
{

/// Times are ms since 1970 UTC; 0: not told or not readable.
struct Conversation {
    base::ConversationId id{};
    QString title{};  ///< Empty: it has none yet.
    QString status{}; ///< As sent: `active`, `clarifying`, `processing`, `completed`, or another.
    QString userId{};
    QString goalId{};
    qint64 createdMs = 0;
    qint64 updatedMs = 0;
};

/// One message as stored, in the order the backend gives.
struct StoredMessage {
    QString id{};
    QString role{}; ///< As sent: `user`, `assistant`, `system`, or another.
    QString content{};
    QString type{}; ///< `metadata.type`; may be empty.
    qint64 createdMs = 0;
    QJsonObject raw{};
};

struct ConversationDetail {
    Conversation conversation{};
    QList<StoredMessage> messages{};
};

/// Fails with code 1100 where `id` is missing; everything else may be absent.
[[nodiscard]] base::Result<Conversation> readConversation(const QJsonObject &object);
/// Also reads `messages`; entries that are no objects are left out.
[[nodiscard]] base::Result<ConversationDetail> readConversationDetail(const QJsonObject &object);

/// ISO 8601 with any number of decimals, `T` or a space between; without a zone it is UTC.
[[nodiscard]] std::optional<qint64> parseBackendTime(const QString &text);

} // namespace gm::genie

Q_DECLARE_METATYPE(gm::genie::Conversation)
