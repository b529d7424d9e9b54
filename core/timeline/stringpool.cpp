#include "core/timeline/stringpool.h"

namespace gm::timeline
{

StringPool::StringPool()
{
    keyOf(QString());
}

TextKey StringPool::keyOf(const QString &text)
{
    if (text.isEmpty() && !m_texts.empty())
        return TextKey{}; // the first text of every pool
    if (const auto found = m_keys.constFind(text); found != m_keys.constEnd())
        return TextKey(*found);
    const auto key = quint32(m_texts.size());
    // Squeezed copy: what came from a parser may hold a larger buffer.
    QString kept = QString(text.constData(), text.size());
    m_keys.insert(kept, key);
    m_bytes += qint64(kept.size()) * 2 + 80;
    m_texts.push_back(std::move(kept));
    return TextKey(key);
}

} // namespace gm::timeline
