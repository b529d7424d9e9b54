/// A label that shortens its text to the room it has; the whole text is in its tooltip and for copying.
#pragma once

#include "ui/common/themedlabel.h"

namespace gm::common
{

class ElidedLabel : public ThemedLabel
{
    Q_OBJECT

public:
    ElidedLabel(const ThemeProvider &themes, TextRole role, QColor Theme::*ink = &Theme::text1,
                QWidget *parent = nullptr);

    /// ElideRight at first; ElideMiddle for ids and hosts.
    void setElideMode(Qt::TextElideMode mode);
    /// Adds a context menu that copies the whole text.
    void setCanBeCopied();
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    [[nodiscard]] QString shownText() const;

    Qt::TextElideMode m_elide = Qt::ElideRight;
};

} // namespace gm::common
