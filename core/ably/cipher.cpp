#include "core/ably/cipher.h"

#include <openssl/evp.h>

#include <memory>

namespace gm::ably
{

std::optional<QByteArray> decryptAesCbc(const QByteArray &data, const QByteArray &key)
{
    constexpr qsizetype blockBytes = 16;
    const EVP_CIPHER *const cipher = key.size() == 16   ? EVP_aes_128_cbc()
                                     : key.size() == 32 ? EVP_aes_256_cbc()
                                                        : nullptr;
    if (!cipher || data.size() < 2 * blockBytes || data.size() % blockBytes != 0 || data.size() > (1 << 30))
        return std::nullopt;

    const auto bytesOf = [](const QByteArray &bytes) {
        return reinterpret_cast<const unsigned char *>(bytes.constData());
    };
    const std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> context(EVP_CIPHER_CTX_new(),
                                                                                  &EVP_CIPHER_CTX_free);
    if (!context || EVP_DecryptInit_ex(context.get(), cipher, nullptr, bytesOf(key), bytesOf(data)) != 1)
        return std::nullopt;

    QByteArray clear(data.size(), Qt::Uninitialized);
    auto *const out = reinterpret_cast<unsigned char *>(clear.data());
    int written = 0;
    int rest = 0;
    if (EVP_DecryptUpdate(context.get(), out, &written, bytesOf(data) + blockBytes, int(data.size() - blockBytes)) !=
            1 ||
        EVP_DecryptFinal_ex(context.get(), out + written, &rest) != 1)
        return std::nullopt;
    clear.truncate(written + rest);
    return clear;
}

} // namespace gm::ably
