#include "core/ably/payload.h"

#include "core/ably/cipher.h"
#include "core/ably/framelimits.h"
#include "core/ably/jsontext.h"

#include <QCoreApplication>

namespace gm::ably
{

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("gm::ably::Payload", text);
}

/// The data under way: what it is now, and why it cannot get further.
struct Undoing {
    Payload payload;
    const CipherKey &key;
    JsonCheck check;
    bool isChecked = false; ///< The bytes are known to be what the kind says.

    /// Undoes one step; false leaves the payload as it was and says why.
    bool undo(QStringView step);
    /// msgpack texts may hold any bytes, and values inside a JSON frame were not looked at.
    void checkWhatTheWireDoesNot();

    bool fail(const QString &why, const QString &next = {})
    {
        payload.error = base::Error{.code = 40013,
                                    .status = 400,
                                    .what = tr("The data of a message could not be decoded."),
                                    .why = why,
                                    .next = next};
        return false;
    }

private:
    [[nodiscard]] bool isJson() const { return check == JsonCheck::ByReader || isJsonText(payload.bytes); }
    bool undoBase64();
    bool undoUtf8();
    bool undoJson();
    bool undoCipher(QStringView algorithm);
};

bool Undoing::undo(QStringView step)
{
    const qsizetype plus = step.indexOf(u'+');
    const QStringView name = plus < 0 ? step : step.first(plus);
    if (name == u"base64")
        return undoBase64();
    if (name == u"utf-8")
        return undoUtf8();
    if (name == u"json")
        return undoJson();
    if (name == u"cipher" && plus > 0)
        return undoCipher(step.sliced(plus + 1));
    if (name == u"vcdiff")
        return fail(tr("It is a delta inside another encoding, which cannot be applied."));
    return fail(tr("The encoding \"%1\" is not known.").arg(step));
}

bool Undoing::undoBase64()
{
    std::optional<QByteArray> decoded = fromAnyBase64(payload.bytes);
    if (!decoded || payload.kind == PayloadKind::Json)
        return fail(tr("It is marked as base64 and is none."));
    payload.bytes = std::move(*decoded);
    payload.kind = PayloadKind::Bytes;
    return true;
}

bool Undoing::undoUtf8()
{
    if (!payload.bytes.isValidUtf8())
        return fail(tr("It is marked as UTF-8 text and has bytes that are none."));
    payload.kind = PayloadKind::Text;
    isChecked = true;
    return true;
}

bool Undoing::undoJson()
{
    if (payload.kind == PayloadKind::Json)
        return true; // it was written into the frame as a value, and marked nevertheless
    if (!isJson())
        return fail(tr("It is marked as JSON and is none."));
    payload.kind = PayloadKind::Json;
    isChecked = true;
    return true;
}

bool Undoing::undoCipher(QStringView algorithm)
{
    const qsizetype wantedBits = algorithm == u"aes-128-cbc" ? 128 : algorithm == u"aes-256-cbc" ? 256 : 0;
    if (wantedBits == 0)
        return fail(tr("The cipher \"%1\" is not known.").arg(algorithm));
    const QString giveKey = tr("Set the channel's key: genie-monitor profiles set-key PROFILE CHANNEL --key-stdin");
    if (!key.isValid())
        return fail(tr("It is encrypted, and the profile has no key for it."), giveKey);
    if (key.bits() != wantedBits)
        return fail(tr("It is encrypted with a key of %1 bits; the profile's has %2.").arg(wantedBits).arg(key.bits()),
                    giveKey);
    std::optional<QByteArray> clear = decryptAesCbc(payload.bytes, key.reveal());
    if (!clear)
        return fail(tr("It could not be decrypted: the key does not fit, or the data is damaged."), giveKey);
    payload.bytes = std::move(*clear);
    payload.kind = PayloadKind::Bytes;
    return true;
}

void Undoing::checkWhatTheWireDoesNot()
{
    const bool isText = payload.kind == PayloadKind::Text;
    if (isChecked || (isText ? payload.bytes.isValidUtf8() : payload.kind != PayloadKind::Json || isJson()))
        return;
    const QString step = isText ? QStringLiteral("utf-8") : QStringLiteral("json");
    payload.remaining = payload.remaining.isEmpty() ? step : QString(payload.remaining + u'/' + step);
    payload.kind = PayloadKind::Bytes;
    fail(isText ? tr("It was sent as text and is not valid UTF-8.") : tr("It was sent as a JSON value and is none."));
}

Payload asReceived(const Message &message)
{
    switch (message.kind) {
    case DataKind::Absent:
        return {};
    case DataKind::Text:
        return {.kind = PayloadKind::Text, .bytes = message.data};
    case DataKind::Binary:
        return {.kind = PayloadKind::Bytes, .bytes = message.data};
    case DataKind::Json:
        return {.kind = PayloadKind::Json, .bytes = message.data};
    }
    return {};
}

} // namespace

std::optional<QByteArray> fromAnyBase64(QByteArray text)
{
    text.removeIf([](char c) { return c == '\n' || c == '\r' || c == '='; });
    text.replace('-', '+').replace('_', '/');
    auto decoded = QByteArray::fromBase64Encoding(text, QByteArray::AbortOnBase64DecodingErrors);
    return decoded ? std::optional(std::move(decoded.decoded)) : std::nullopt;
}

CipherKey::CipherKey(const base::Secret &text)
    : m_bytes(fromAnyBase64(text.reveal().toLatin1()).value_or(QByteArray()))
{
}

Payload decodePayload(const Message &message, const CipherKey &key, JsonCheck check)
{
    Undoing state{asReceived(message), key, check};
    QStringView steps = message.encoding;
    if (message.kind == DataKind::Absent)
        steps = {};
    for (int undone = 0; !steps.isEmpty(); ++undone) {
        const qsizetype slash = steps.lastIndexOf(u'/');
        if (undone == maxEncodingSteps) {
            state.fail(tr("It has been encoded more than %1 times over.").arg(maxEncodingSteps));
            break;
        }
        if (!state.undo(steps.sliced(slash + 1)))
            break;
        steps = slash < 0 ? QStringView() : steps.first(slash);
    }
    state.payload.remaining = steps.toString();
    state.checkWhatTheWireDoesNot();
    return std::move(state.payload);
}

} // namespace gm::ably
