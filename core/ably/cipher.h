/// Decryption of payloads; the only user of libcrypto here.
#pragma once

#include <QByteArray>

#include <optional>

namespace gm::ably
{

/// AES-CBC with PKCS#7 padding (RSL5), 128 or 256 bit by the length of @p key (16 or 32 bytes); the first 16 bytes of
/// @p data are the IV. Nothing when the data cannot be right: length, padding.
[[nodiscard]] std::optional<QByteArray> decryptAesCbc(const QByteArray &data, const QByteArray &key);

} // namespace gm::ably
