/// The header above our tables: small words in line with the cells below, thin lines between.
#pragma once

#include <QHeaderView>

namespace gm::common
{

class ThemeProvider;

/// Paddings are those of RowDelegate: 8, and 12 at both ends.
class TableHeader : public QHeaderView
{
    Q_OBJECT

public:
    explicit TableHeader(const ThemeProvider &themes, QWidget *parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintSection(QPainter *painter, const QRect &rect, int logicalIndex) const override;
    void paintEvent(QPaintEvent *event) override;

private:
    const ThemeProvider &m_themes;
};

} // namespace gm::common
