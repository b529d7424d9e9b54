/// What an ATTACH asks for, read and checked: name and qualifier, modes, rewind. No state, no I/O.
#pragma once

#include "core/base/result.h"
#include "core/sandbox/ablycapability.h"
#include "core/sandbox/ablychannel.h"

#include <QCborMap>

namespace gm::sandbox
{

/// Bits of ProtocolMessage.flags.
namespace flag
{
inline constexpr quint32 hasPresence = 1u << 0;
inline constexpr quint32 hasBacklog = 1u << 1;
inline constexpr quint32 resumed = 1u << 2;
inline constexpr quint32 attachResume = 1u << 5;
inline constexpr quint32 presence = 1u << 16;
inline constexpr quint32 publish = 1u << 17;
inline constexpr quint32 subscribe = 1u << 18;
inline constexpr quint32 presenceSubscribe = 1u << 19;
inline constexpr quint32 annotationPublish = 1u << 21;
inline constexpr quint32 annotationSubscribe = 1u << 22;
} // namespace flag

struct AttachRequest {
    QString name{};                  ///< As the client wrote it, qualifier included: answers use it.
    QString channel{};               ///< Without the qualifier.
    quint32 modes = 0;               ///< Asked for: by param, else by flags, else the default.
    QMap<QString, QString> params{}; ///< Those understood: `rewind`, `rewindLimit`, `modes`, `delta`, `appendMode`.
    std::optional<Rewind> rewind{};
    QString channelSerial{};
    bool isResuming = false;        ///< Flag ATTACH_RESUME: no rewind.
    bool wantsDeltas = false;       ///< Param `delta=vcdiff`.
    bool wantsWholeAppends = false; ///< Param `appendMode=full`: an append comes as an update with all the data.
};

/// 40010 for a bad name, 40003 for a rewind that cannot be read.
[[nodiscard]] base::Result<AttachRequest> readAttach(const QCborMap &frame);
/// 40010 unless Ably allows the name; a qualifier must have been taken off.
[[nodiscard]] std::optional<base::Error> misnamed(const QString &channel);

/// The modes asked for which the capability covers.
[[nodiscard]] quint32 grantedModes(quint32 asked, const Capability &capability, const QString &channel);
/// Comma list for the param `modes`.
[[nodiscard]] QString modesText(quint32 modes);

} // namespace gm::sandbox
