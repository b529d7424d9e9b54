/// Steps of something that goes on elsewhere: what is done, what is awaited, what follows.
#pragma once

#include "ui/common/icons.h"
#include "ui/common/theme.h"

#include <QWidget>

class QGridLayout;

namespace gm::common
{
class IconLabel;
class ThemedLabel;
class ThemeProvider;
} // namespace gm::common

namespace gm::signin
{

/// One below the other, their icons joined by a line.
class StepList : public QWidget
{
    Q_OBJECT
public:
    explicit StepList(const common::ThemeProvider &themes, QWidget *parent = nullptr);

    /// Adds a step without words.
    void addStep(const QString &objectName);
    void setStep(int index, common::Icon icon, common::StateRole role, const QString &title, const QString &detail);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    struct Step {
        common::IconLabel *icon;
        common::ThemedLabel *title;
        common::ThemedLabel *detail;
    };

    const common::ThemeProvider &m_themes;
    QGridLayout *m_grid;
    QList<Step> m_steps;
};

} // namespace gm::signin
