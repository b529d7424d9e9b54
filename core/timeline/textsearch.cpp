#include "core/timeline/textsearch.h"

#include <QString>

#include <cstring>

#ifdef __x86_64__
#    include <immintrin.h>
#endif

namespace gm::timeline
{

namespace
{

constexpr bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

constexpr char toLower(char c)
{
    return c >= 'A' && c <= 'Z' ? char(c | 0x20) : c;
}

bool isEqual(const char *text, const QByteArray &needle, bool ignoresCase)
{
    if (!ignoresCase)
        return std::memcmp(text, needle.constData(), size_t(needle.size())) == 0;
    for (qsizetype i = 0; i < needle.size(); ++i) {
        if (toLower(text[i]) != needle[i])
            return false;
    }
    return true;
}

qsizetype findPortably(QByteArrayView text, qsizetype from, const QByteArray &needle, bool ignoresCase)
{
    const qsizetype end = text.size() - needle.size();
    if (ignoresCase && isLetter(needle[0])) {
        for (qsizetype i = from; i <= end; ++i) {
            if (toLower(text[i]) == needle[0] && isEqual(text.data() + i, needle, true))
                return i;
        }
        return -1;
    }
    for (qsizetype i = from; i <= end; ++i) {
        const void *found = std::memchr(text.data() + i, needle[0], size_t(end - i + 1));
        if (found == nullptr)
            return -1;
        i = static_cast<const char *>(found) - text.data();
        if (isEqual(text.data() + i, needle, ignoresCase))
            return i;
    }
    return -1;
}

#ifdef __x86_64__
/// A byte to look for in 32 places at once. Where case is ignored, a bit is set first that both cases of a letter share.
struct ByteMask {
    __m256i value;
    __m256i caseBit;
};

[[gnu::target("avx2")]] ByteMask maskOf(char byte, bool ignoresCase)
{
    return {_mm256_set1_epi8(byte), _mm256_set1_epi8(ignoresCase && isLetter(byte) ? 0x20 : 0)};
}

[[gnu::target("avx2")]] inline __m256i places(const char *text, const ByteMask &mask)
{
    const __m256i bytes = _mm256_loadu_si256(reinterpret_cast<const __m256i *>(text));
    return _mm256_cmpeq_epi8(_mm256_or_si256(bytes, mask.caseBit), mask.value);
}

[[gnu::target("avx2")]] qsizetype findByAvx2(QByteArrayView text, qsizetype from, const QByteArray &needle,
                                             bool ignoresCase)
{
    constexpr qsizetype width = 32;
    const qsizetype tail = needle.size() - 1;
    const ByteMask first = maskOf(needle.front(), ignoresCase);
    const ByteMask last = maskOf(needle.back(), ignoresCase);
    qsizetype i = from;
    for (; i + tail + width <= text.size(); i += width) {
        const char *at = text.data() + i;
        auto candidates = quint32(_mm256_movemask_epi8(_mm256_and_si256(places(at, first), places(at + tail, last))));
        for (; candidates != 0; candidates &= candidates - 1) {
            const int offset = __builtin_ctz(candidates);
            if (isEqual(at + offset, needle, ignoresCase))
                return i + offset;
        }
    }
    return findPortably(text, i, needle, ignoresCase);
}
#endif

/// The text as it stands inside a JSON string. @p escapesAll: also letters beyond ASCII, as some publishers do.
QByteArray jsonForm(const QString &text, bool escapesAll)
{
    QString result;
    for (const QChar c : text) {
        if (c == u'"' || c == u'\\')
            result += u'\\' + QString(c);
        else if (c == u'\n')
            result += QStringLiteral("\\n");
        else if (c == u'\t')
            result += QStringLiteral("\\t");
        else if (c < u' ' || (escapesAll && c > u'\x7e'))
            result += QStringLiteral("\\u%1").arg(c.unicode(), 4, 16, QLatin1Char('0'));
        else
            result += c;
    }
    return result.toUtf8();
}

} // namespace

TextScan::TextScan(QByteArray needle, Qt::CaseSensitivity sensitivity, Way way)
    : m_needle(std::move(needle))
    , m_ignoresCase(sensitivity == Qt::CaseInsensitive)
    , m_usesAvx2(way != Way::Portable && hasAvx2())
{
    if (m_ignoresCase) {
        for (char &c : m_needle)
            c = toLower(c);
    }
}

bool TextScan::hasAvx2()
{
#ifdef __x86_64__
    return __builtin_cpu_supports("avx2") != 0;
#else
    return false;
#endif
}

qsizetype TextScan::find(QByteArrayView text, qsizetype from) const
{
    if (from + m_needle.size() > text.size())
        return -1;
    if (m_needle.isEmpty())
        return from;
#ifdef __x86_64__
    if (m_usesAvx2)
        return findByAvx2(text, from, m_needle, m_ignoresCase);
#endif
    return findPortably(text, from, m_needle, m_ignoresCase);
}

TextSearch::TextSearch(const QString &text, Qt::CaseSensitivity sensitivity)
{
    QList<QByteArray> forms;
    for (const QByteArray &form : {text.toUtf8(), jsonForm(text, false), jsonForm(text, true)}) {
        if (!forms.contains(form))
            forms << form;
    }
    for (const QByteArray &form : forms)
        m_scans.emplaceBack(form, sensitivity);
}

bool TextSearch::isIn(QByteArrayView payload) const
{
    return std::any_of(m_scans.begin(), m_scans.end(), [payload](const TextScan &scan) { return scan.isIn(payload); });
}

} // namespace gm::timeline
