/// Rows of the palette: section titles, and items with hits in bold and key caps at the right.
#pragma once

#include <QStyledItemDelegate>

namespace gm::common
{
class ThemeProvider;
}

namespace gm::shell
{

class PaletteDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    enum Roles {
        ItemRole = Qt::UserRole, ///< Index into the items; −1: a section title.
        IconRole,                ///< common::Icon as int.
        IconRoleRole,            ///< common::StateRole as int; −1: text.2.
        ContextRole,
        ShortcutRole,
    };

    explicit PaletteDelegate(const common::ThemeProvider &themes, QObject *parent = nullptr);

    /// What was typed, for the hits.
    void setTyped(const QString &typed) { m_typed = typed; }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    /// Returns the x after the text.
    int paintText(QPainter *painter, const QRect &rect, const QString &text) const;

    const common::ThemeProvider &m_themes;
    QString m_typed;
};

} // namespace gm::shell
