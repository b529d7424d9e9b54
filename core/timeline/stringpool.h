/// Texts that repeat, each kept once.
#pragma once

#include <QHash>
#include <QString>

#include <deque>

namespace gm::timeline
{

/// Number of a text in its pool; 0 is the empty text.
enum class TextKey : quint32 {};

/// Append-only: keys and references to texts stay good for the pool's lifetime.
class StringPool
{
public:
    StringPool();

    TextKey keyOf(const QString &text);
    [[nodiscard]] const QString &at(TextKey key) const { return m_texts[size_t(key)]; }
    [[nodiscard]] size_t size() const { return m_texts.size(); }
    /// Approximate memory in use.
    [[nodiscard]] qint64 bytes() const { return m_bytes; }

private:
    std::deque<QString> m_texts;
    QHash<QString, quint32> m_keys;
    qint64 m_bytes = 0;
};

} // namespace gm::timeline
