/// A growing text broken into lines, again and again, at the cost of what is new.
#pragma once

#include <QFont>
#include <QList>
#include <QString>

namespace gm::timelineview
{

/// Lines of one stream for one width. Only the last line is broken anew when the text grows, so earlier lines stand still.
class StreamLines
{
public:
    /// Takes over @p text, mostly the earlier one with more at its end. @p width in device-independent px, at least 1.
    void update(const QString &text, const QFont &font, int width);

    [[nodiscard]] int count() const { return int(m_starts.size()); }
    /// Without the line break; @p line from 0.
    [[nodiscard]] QString line(int line) const;

private:
    void breakFrom(qsizetype start);

    QString m_text;
    QFont m_font;
    int m_width = 0;
    QList<qsizetype> m_starts; ///< Where each line begins in the text.
};

} // namespace gm::timelineview
