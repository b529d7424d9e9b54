/// Ctrl+K: all actions, conversations and problems in one list that one types into.
#pragma once

#include "ui/common/icons.h"
#include "ui/common/theme.h"

#include <QDialog>

#include <functional>

class QLabel;
class QLineEdit;
class QListView;
class QStandardItemModel;

namespace gm::common
{
class ThemeProvider;
}

namespace gm::shell
{

/// One thing that can be done or gone to.
struct PaletteItem {
    QString section{}; ///< "Actions", "Conversations", "Problems"; items of one section stand together.
    common::Icon icon = common::Icon::None;
    QString text{};
    QString context{};  ///< Where it belongs, in weaker colour.
    QString shortcut{}; ///< As QKeySequence writes it; may be empty.
    std::function<void()> run{};
    std::optional<common::StateRole> role{}; ///< Colour of the icon; none: text.2.
};

/// How well @p text answers what was typed: every word of @p typed must be in it. Smaller is better; nothing: no match.
[[nodiscard]] std::optional<int> matchRank(const QString &text, const QString &typed);

/// A frameless popup 640 wide, 88 below the top of its window. Enter runs, Esc closes.
class Palette : public QDialog
{
    Q_OBJECT
public:
    Palette(const common::ThemeProvider &themes, QList<PaletteItem> items, QWidget *window);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void build();
    void find(const QString &typed);
    void step(int direction);
    void runCurrent();

    const common::ThemeProvider &m_themes;
    QList<PaletteItem> m_items;
    QLineEdit *m_edit;
    QLabel *m_total;
    QListView *m_list;
    QStandardItemModel *m_model;
};

} // namespace gm::shell
