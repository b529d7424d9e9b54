#include "ui/inspector/pathview.h"

#include "ui/common/fonts.h"
#include "ui/common/paint.h"
#include "ui/common/themeprovider.h"

namespace gm::inspector
{

using namespace Qt::StringLiterals;
using common::StateRole;
using common::TextRole;

namespace
{

constexpr int rowHeight = 20;
constexpr int iconSide = 16;
constexpr int textLeft = 24;

} // namespace

PathView::PathView(const common::ThemeProvider &themes, QWidget *parent)
    : QWidget(parent)
    , m_themes(themes)
{
    setObjectName(u"deliveryPath"_s);
    setAccessibleName(tr("Delivery path"));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(&themes, &common::ThemeProvider::changed, this, qOverload<>(&QWidget::update));
}

QString PathView::nameOf(PathStep::Place place)
{
    switch (place) {
    case PathStep::Place::Published:
        return tr("Published");
    case PathStep::Place::AcceptedByAbly:
        return tr("Accepted by Ably");
    case PathStep::Place::Received:
        return tr("Received");
    case PathStep::Place::Shown:
        return tr("Shown");
    }
    return {};
}

void PathView::setSteps(const QList<PathStep> &steps, models::Zone zone)
{
    m_steps = steps;
    m_zone = zone;
    QStringList words;
    for (const PathStep &step : steps)
        words.append(nameOf(step.place) + u": "_s +
                     (step.atMs ? models::formatTime(*step.atMs, zone) : tr("no evidence")));
    setAccessibleDescription(words.join(u", "_s));
    updateGeometry();
    update();
}

QSize PathView::sizeHint() const
{
    return {200, int(m_steps.size()) * common::heightFor(rowHeight, common::fontFor(TextRole::Small))};
}

void PathView::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    for (int i = 0; i < m_steps.size(); ++i)
        paintStep(&painter, i);
}

void PathView::paintStep(QPainter *painter, int number) const
{
    const common::Theme &theme = m_themes.theme();
    const PathStep &step = m_steps.at(number);
    const int height = this->height() / int(m_steps.size());
    const QRect row(0, number * height, width(), height);
    const common::StateColours &good = theme.state(StateRole::Complete);
    const bool isKnown = step.atMs.has_value();
    if (number > 0 && isKnown && m_steps.at(number - 1).atMs)
        painter->fillRect(iconSide / 2 - 1, row.center().y() - height + iconSide / 2, 2, height - iconSide + 1,
                          good.fg);
    common::paintIcon(painter, QPointF(0, row.top() + (height - iconSide) / 2.0), iconSide,
                      isKnown ? common::Icon::Passed : common::Icon::Ring,
                      isKnown ? good.fg : theme.state(StateRole::Neutral).solid);

    painter->setFont(common::fontFor(TextRole::Small));
    painter->setPen(theme.text1);
    painter->drawText(row.adjusted(textLeft, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, nameOf(step.place));
    if (!isKnown) {
        painter->setPen(theme.text3);
        const QString why = step.place == PathStep::Place::Published ? tr("no backend log") : models::nothing();
        painter->drawText(row, Qt::AlignRight | Qt::AlignVCenter, why);
        return;
    }
    const common::TabularText digits(common::fontFor(TextRole::Small));
    const QString time = models::formatTime(*step.atMs, m_zone);
    painter->setPen(theme.text2);
    digits.draw(painter, row, Qt::AlignRight | Qt::AlignVCenter, time);
    if (step.differenceMs) {
        painter->setPen(theme.text3);
        digits.draw(painter, row.adjusted(0, 0, -int(digits.width(time)) - 8, 0), Qt::AlignRight | Qt::AlignVCenter,
                    models::formatDelta(*step.differenceMs));
    }
}

} // namespace gm::inspector
