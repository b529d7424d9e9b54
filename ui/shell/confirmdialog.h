/// Asks before something that cannot be taken back.
#pragma once

#include "ui/common/fittingdialog.h"

namespace gm::common
{
class ThemeProvider;
}

namespace gm::shell
{

/// accepted() is the yes; deletes itself. Cancel has the focus at first.
class ConfirmDialog : public common::FittingDialog
{
    Q_OBJECT
public:
    /// @p verb stands on the button that does it.
    ConfirmDialog(const common::ThemeProvider &themes, const QString &question, const QString &text,
                  const QString &verb, QWidget *parent);
};

} // namespace gm::shell
