/// Small dialogs of the window: an error that has no better place, all shortcuts, about.
#pragma once

#include "core/base/error.h"
#include "ui/common/fittingdialog.h"

class QGridLayout;
class QVBoxLayout;

namespace gm::common
{
class ThemeProvider;
}

namespace gm::shell
{

class Actions;

/// A title, what is put in, and Close. Deletes itself.
class MessageDialog : public common::FittingDialog
{
    Q_OBJECT
public:
    MessageDialog(const common::ThemeProvider &themes, const QString &title, QWidget *parent);

    void addText(const QString &text);
    void addError(const base::Error &error);
    /// All actions with keys, and the keys of the views.
    void addShortcuts(const Actions &actions);

private:
    void addShortcut(QGridLayout *grid, const QString &text, const QString &keys);

    const common::ThemeProvider &m_themes;
    QVBoxLayout *m_content;
};

} // namespace gm::shell
