/// What few events have: which version of a message they bring, what was noted about it, what it was a delta of.
#pragma once

#include "core/timeline/varint.h"

#include <QByteArray>
#include <QString>

#include <memory>

namespace gm::timeline
{

/// Texts that were absent are empty.
struct Revision {
    QString serial{}; ///< Of this version; versions of one message sort by it as plain text. Empty: the event's own.
    qint64 createdMs = 0;     ///< When the message was first published, ms UTC; 0: this is the first version.
    QString clientId{};       ///< Who changed it.
    QString description{};    ///< Why, in the words of whoever did.
    QByteArray metadata{};    ///< JSON text.
    QByteArray annotations{}; ///< JSON text: `{"summary": {type: …}}`.
    QString deltaFrom{};      ///< Id of the message this one came as a delta of.

    friend bool operator==(const Revision &, const Revision &) = default;
};

/// One byte where there is none.
void writeRevision(RecordBuffer &buffer, const std::shared_ptr<const Revision> &revision);
/// The contrary; moves @p at behind it.
[[nodiscard]] std::shared_ptr<const Revision> readRevision(const char *&at);

} // namespace gm::timeline
