#include "ui/timeline/streamlines.h"

#include <QTextLayout>

namespace gm::timelineview
{

void StreamLines::update(const QString &text, const QFont &font, int width)
{
    const bool isGrown = width == m_width && font == m_font && text.size() >= m_text.size() && text.startsWith(m_text);
    if (isGrown && text.size() == m_text.size())
        return;
    m_text = text;
    m_font = font;
    m_width = width;
    if (!isGrown)
        m_starts.clear();
    breakFrom(m_starts.isEmpty() ? 0 : m_starts.takeLast());
}

void StreamLines::breakFrom(qsizetype start)
{
    QString rest = m_text.mid(start);
    rest.replace(u'\n', QChar::LineSeparator);
    QTextLayout layout(rest, m_font);
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout.setTextOption(option);
    layout.beginLayout();
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(m_width);
        m_starts.append(start + line.textStart());
    }
    layout.endLayout();
}

QString StreamLines::line(int line) const
{
    const qsizetype start = m_starts.at(line);
    const qsizetype end = line + 1 < count() ? m_starts.at(line + 1) : m_text.size();
    QString text = m_text.mid(start, end - start);
    while (text.endsWith(u'\n') || text.endsWith(u' '))
        text.chop(1);
    return text;
}

} // namespace gm::timelineview
