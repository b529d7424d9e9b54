/// The bar at the top: profile, connection, follow, pause, filter, faults of the sandbox, and the menu of everything else.
#pragma once

#include "ui/shell/actions.h"

#include <QToolBar>

class QMenu;
class QToolButton;

namespace gm::common
{
class Selection;
class UiState;
} // namespace gm::common

namespace gm::shell
{

class FilterField;

class Toolbar : public QToolBar
{
    Q_OBJECT
public:
    Toolbar(const common::ThemeProvider &themes, Actions &actions, common::Selection &selection,
            const common::UiState &state, QWidget *parent = nullptr);

    /// The profile in use; empty: none yet.
    void setProfile(const QString &name, bool isSandbox);
    /// Menus behind the buttons; owned by the caller.
    void setProfileMenu(QMenu *menu);
    void setFaultsMenu(QMenu *menu);
    void setMoreMenu(QMenu *menu);
    [[nodiscard]] FilterField *filter() const { return m_filter; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QToolButton *addActionButton(QLayout *row, QAction *action);
    QToolButton *addMenuButton(QLayout *row, common::Icon icon, const QString &text, const QString &objectName);
    void addSeparatorLine(QLayout *row);
    void applyRoom();

    const common::ThemeProvider &m_themes;
    const common::UiState &m_state;
    QToolButton *m_profile = nullptr;
    QToolButton *m_faults = nullptr;
    QToolButton *m_more = nullptr;
    FilterField *m_filter;
    QList<QToolButton *> m_shrinking; ///< Lose their words in a narrow window.
};

} // namespace gm::shell
