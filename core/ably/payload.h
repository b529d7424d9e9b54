/// A message's payload: undoing the steps of its `encoding` (RSL6), and keeping what cannot be undone.
#pragma once

#include "core/ably/protocolmessage.h"
#include "core/base/error.h"
#include "core/base/secret.h"

#include <optional>

namespace gm::ably
{

enum class PayloadKind : quint8 {
    None,
    Text,  ///< Valid UTF-8.
    Bytes, ///< Anything else.
    Json,  ///< Valid JSON text in UTF-8.
};

/// Data as far as it could be decoded.
struct Payload {
    PayloadKind kind = PayloadKind::None;
    QByteArray bytes{};
    QString remaining{}; ///< Steps not undone, the failed one included, in the wire's order; empty: all done.
    std::optional<base::Error> error{}; ///< Why it stopped (40013); the message is to be shown all the same.

    [[nodiscard]] bool isWhole() const { return !error.has_value(); }
};

/// The key of an encrypted channel.
class CipherKey
{
public:
    CipherKey() = default;
    /// 16 or 32 bytes as base64 or base64url text (RSE1c); isValid() tells.
    explicit CipherKey(const base::Secret &text);

    [[nodiscard]] bool isValid() const { return bits() == 128 || bits() == 256; }
    [[nodiscard]] int bits() const { return int(m_bytes.size()) * 8; }
    [[nodiscard]] const QByteArray &reveal() const { return m_bytes; }

private:
    QByteArray m_bytes;
};

/// Either alphabet, line feeds allowed, padding optional; nothing where it is no base64.
[[nodiscard]] std::optional<QByteArray> fromAnyBase64(QByteArray text);

/// Who finds out whether what is marked as JSON is JSON.
enum class JsonCheck : quint8 {
    Here,
    ByReader, ///< Whoever reads the payload next: then a payload called Json may be none.
};

/// Undoes @p message's encoding from the right, as far as it goes.
[[nodiscard]] Payload decodePayload(const Message &message, const CipherKey &key = {},
                                    JsonCheck check = JsonCheck::Here);

} // namespace gm::ably
