/// The way of an event, drawn: stops with icons, joined by a line, each with its time.
#pragma once

#include "ui/inspector/pathsteps.h"
#include "ui/models/format.h"

#include <QWidget>

namespace gm::common
{
class ThemeProvider;
}

namespace gm::inspector
{

class PathView : public QWidget
{
    Q_OBJECT

public:
    explicit PathView(const common::ThemeProvider &themes, QWidget *parent = nullptr);

    /// Also worded for screen readers, as the widget's description.
    void setSteps(const QList<PathStep> &steps, models::Zone zone);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return {0, sizeHint().height()}; }

    [[nodiscard]] static QString nameOf(PathStep::Place place);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void paintStep(QPainter *painter, int number) const;

    const common::ThemeProvider &m_themes;
    QList<PathStep> m_steps;
    models::Zone m_zone = models::Zone::Local;
};

} // namespace gm::inspector
