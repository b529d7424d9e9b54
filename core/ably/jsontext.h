/// JSON as text: payloads stay the text they came as.
#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace gm::ably
{

/// Deeper nesting is not taken for JSON: nothing that reads the text later shall run out of stack.
inline constexpr int maxJsonDepth = 1024;

/// True for one whole JSON value (RFC 8259) in valid UTF-8, white space around it allowed. Linear, no allocation.
[[nodiscard]] bool isJsonText(QByteArrayView utf8);

/// Appends @p utf8 to @p out as a JSON string, quotes included; bytes that are no UTF-8 become U+FFFD.
void appendJsonString(QByteArrayView utf8, QByteArray &out);

} // namespace gm::ably
