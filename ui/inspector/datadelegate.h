/// Cells of the data tree: keys, texts, numbers and counts each in their colour.
#pragma once

#include <QStyledItemDelegate>

namespace gm::common
{
class ThemeProvider;
}

namespace gm::inspector
{

class DataDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit DataDelegate(const common::ThemeProvider &themes, QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    [[nodiscard]] QColor inkOf(const QModelIndex &index) const;

    const common::ThemeProvider &m_themes;
};

} // namespace gm::inspector
