/// What the pages of the sign-in dialog are put together from.
#pragma once

#include "ui/common/style.h"

#include <QString>

class QBoxLayout;
class QPushButton;
class QVBoxLayout;
class QWidget;

namespace gm::common
{
class ThemedLabel;
class ThemeProvider;
} // namespace gm::common

namespace gm::signin
{

/// A column with the dialog's margins, in @p page.
[[nodiscard]] QVBoxLayout *makeColumn(QWidget *page);
/// Title and the line under it; that line is returned, for texts that change.
common::ThemedLabel *addHeading(QVBoxLayout *column, const common::ThemeProvider &themes, const QString &title,
                                const QString &subtitle);
/// A field with its words above. @p text may hold a mnemonic; @p name is for screen readers.
void addField(QVBoxLayout *column, const common::ThemeProvider &themes, const QString &text, const QString &name,
              QWidget *field);
/// A line across the page.
void addRule(QVBoxLayout *column, const common::ThemeProvider &themes);
/// A button of a dialog.
[[nodiscard]] QPushButton *makeButton(QWidget *page, const QString &text, const QString &objectName,
                                      common::ButtonLook look = common::ButtonLook::Boxed);

} // namespace gm::signin
