/// Finding a text in bytes, at the speed of memory.
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QList>

namespace gm::timeline
{

/// Looks for the first and the last byte of a needle at 32 places at a time where the processor has AVX2, for the first one
/// place by place otherwise, and compares the rest where they are met. Ignoring case concerns ASCII letters only.
class TextScan
{
public:
    /// How to scan; Best asks the processor.
    enum class Way { Best, Portable, Avx2 };

    TextScan(QByteArray needle, Qt::CaseSensitivity sensitivity, Way way = Way::Best);

    /// Offset of the first occurrence at or after @p from; −1: none. An empty needle occurs everywhere.
    [[nodiscard]] qsizetype find(QByteArrayView text, qsizetype from = 0) const;
    [[nodiscard]] bool isIn(QByteArrayView text) const { return find(text) >= 0; }
    [[nodiscard]] qsizetype needleSize() const { return m_needle.size(); }
    /// Whether this processor has AVX2.
    [[nodiscard]] static bool hasAvx2();

private:
    QByteArray m_needle; ///< In lower case when case is ignored.
    bool m_ignoresCase;
    bool m_usesAvx2;
};

/// A text as a person types it, in every form in which payloads hold it: as UTF-8, and with JSON's escapes (a quote or a
/// letter beyond ASCII may arrive as \" or \u00e9, depending on the publisher).
class TextSearch
{
public:
    explicit TextSearch(const QString &text, Qt::CaseSensitivity sensitivity = Qt::CaseInsensitive);

    [[nodiscard]] const QList<TextScan> &scans() const { return m_scans; }
    [[nodiscard]] bool isIn(QByteArrayView payload) const;

private:
    QList<TextScan> m_scans;
};

} // namespace gm::timeline
