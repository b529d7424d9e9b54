/// The sign-in goes on in the browser: what is awaited, how long, and what to do when nothing happens.
#pragma once

#include "core/base/clock.h"
#include "ui/signin/page.h"

#include <QTimer>

class QPushButton;

namespace gm::common
{
class ThemedLabel;
class ThemeProvider;
} // namespace gm::common

namespace gm::signin
{

class StepList;

class BrowserPage : public Page
{
    Q_OBJECT
public:
    /// @p clock is the one the step's deadline is counted on; outlives the page.
    BrowserPage(const common::ThemeProvider &themes, const base::Clock &clock, QWidget *parent = nullptr);

    void showStep(const supabase::SignInStep &step) override;
    /// The browser has come back and the code is being exchanged.
    void setBusy(bool isBusy) override;
    void focusEntry() override;

Q_SIGNALS:
    void browserWanted();

private:
    void tick();
    void copyLink();

    const base::Clock &m_clock;
    supabase::BrowserWait m_wait;
    qint64 m_openedMs = 0; ///< Wall clock.
    bool m_isBack = false;
    common::ThemedLabel *m_subtitle;
    StepList *m_steps;
    QPushButton *m_again;
    QPushButton *m_copy;
    QPushButton *m_cancel;
    QTimer m_second;
};

} // namespace gm::signin
