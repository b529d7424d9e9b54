/// What the window shows while there is no profile: three ways to start.
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace gm::common
{
class Notice;
class ThemeProvider;
} // namespace gm::common

namespace gm::base
{
struct Error;
}

namespace gm::firstrun
{

/// Says what the user wants; the shell does it.
class FirstRunPage : public QWidget
{
    Q_OBJECT
public:
    explicit FirstRunPage(const common::ThemeProvider &themes, QWidget *parent = nullptr);

    /// Shows why the last wish could not be met, below the three ways.
    void showError(const base::Error &error);
    void clearError();

Q_SIGNALS:
    void sandboxRequested();
    void importRequested();
    void newProfileRequested();

private:
    class Way;

    const common::ThemeProvider &m_themes;
    common::Notice *m_error;
};

} // namespace gm::firstrun
