#include "core/sandbox/totp.h"

#include <QMessageAuthenticationCode>
#include <QtEndian>

namespace gm::sandbox
{

namespace
{

constexpr qint64 stepMs = 30'000;
constexpr int digits = 6;
constexpr QStringView letters = u"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

QString codeOfStep(const QByteArray &secret, qint64 step)
{
    QByteArray counter(8, '\0');
    qToBigEndian(quint64(step), counter.data());
    const QByteArray mac = QMessageAuthenticationCode::hash(counter, secret, QCryptographicHash::Sha1);
    const int offset = mac.back() & 0x0f;
    const quint32 number = qFromBigEndian<quint32>(mac.constData() + offset) & 0x7fffffff;
    return QString::number(number % 1'000'000).rightJustified(digits, u'0');
}

} // namespace

QString totpCode(const QByteArray &secret, qint64 wallMs)
{
    return codeOfStep(secret, wallMs / stepMs);
}

bool isTotpCode(const QByteArray &secret, const QString &code, qint64 wallMs)
{
    for (const int off : {-1, 0, 1}) {
        if (codeOfStep(secret, wallMs / stepMs + off) == code)
            return true;
    }
    return false;
}

QString toBase32(const QByteArray &bytes)
{
    QString text;
    quint32 buffer = 0;
    int bits = 0;
    for (const char byte : bytes) {
        buffer = (buffer << 8) | quint8(byte);
        for (bits += 8; bits >= 5; bits -= 5)
            text += letters[(buffer >> (bits - 5)) & 31];
    }
    if (bits > 0)
        text += letters[(buffer << (5 - bits)) & 31];
    return text;
}

QByteArray fromBase32(const QString &text)
{
    QByteArray bytes;
    quint32 buffer = 0;
    int bits = 0;
    for (const QChar letter : text) {
        const qsizetype value = letters.indexOf(letter);
        if (value < 0)
            continue;
        buffer = (buffer << 5) | quint32(value);
        bits += 5;
        if (bits >= 8) {
            bits -= 8;
            bytes.append(char(buffer >> bits));
        }
    }
    return bytes;
}

} // namespace gm::sandbox
