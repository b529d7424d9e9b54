#include "ui/timeline/timelinestrip.h"

#include "ui/common/fonts.h"
#include "ui/common/icons.h"
#include "ui/common/themeprovider.h"
#include "ui/models/format.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace gm::timelineview
{

using namespace Qt::StringLiterals;

TimelineStrip::TimelineStrip(const common::ThemeProvider &themes, QWidget *parent)
    : QWidget(parent)
    , m_themes(themes)
    , m_totals(new QLabel(this))
    , m_columns(new QToolButton(this))
{
    m_totals->setObjectName(u"timelineTotals"_s);
    m_totals->setFont(common::fontFor(common::TextRole::Small));
    m_columns->setObjectName(u"timelineColumnsButton"_s);
    m_columns->setIcon(common::themedIcon(common::Icon::Columns, themes));
    m_columns->setAutoRaise(true);
    m_columns->setToolTip(tr("Choose columns"));
    m_columns->setAccessibleName(tr("Choose columns"));
    connect(m_columns, &QToolButton::clicked, this, &TimelineStrip::columnsRequested);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 4, 0);
    layout->setSpacing(8);
    layout->addWidget(m_totals);
    layout->addWidget(m_columns);
    connect(&themes, &common::ThemeProvider::changed, this, &TimelineStrip::applyTheme);
    applyTheme();
}

void TimelineStrip::setTotals(qint64 events, int conversations)
{
    const QString received = events == 1 ? tr("1 event") : tr("%1 events").arg(models::formatCount(events));
    QString watched;
    if (conversations > 0)
        watched = conversations == 1 ? tr(" · 1 conversation") : tr(" · %1 conversations").arg(conversations);
    m_totals->setText(received + watched);
}

void TimelineStrip::setNarrow(bool isNarrow)
{
    m_totals->setVisible(!isNarrow);
}

QPoint TimelineStrip::menuPosition() const
{
    return m_columns->mapToGlobal(QPoint(0, m_columns->height()));
}

void TimelineStrip::applyTheme()
{
    QPalette palette;
    palette.setColor(QPalette::WindowText, m_themes.theme().text2);
    m_totals->setPalette(palette);
}

} // namespace gm::timelineview
