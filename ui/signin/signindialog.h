/// Signing in, every way: shows where a sign-in stands and what it asks for. Who signs in is wired by the shell.
#pragma once

#include "core/base/clock.h"
#include "core/base/secret.h"
#include "core/profile/profile.h"
#include "core/supabase/signinstep.h"
#include "ui/common/fittingdialog.h"

class QStackedLayout;

namespace gm::common
{
class ThemeProvider;
}

namespace gm::signin
{

class BrowserPage;
class EmailCodePage;
class Page;
class SignInForm;
class TotpPage;

/// One page for each thing to do: form, browser, mailed code, second step. Each signal is an entry of the user; the answer
/// comes back with showStep(). Closing it while something is under way gives that up.
class SignInDialog : public common::FittingDialog
{
    Q_OBJECT
public:
    /// Both outlive the dialog; @p clock is the one the steps are counted on.
    SignInDialog(const common::ThemeProvider &themes, const base::Clock &clock, QWidget *parent = nullptr);

    void setProfiles(const QList<profile::Profile> &profiles, const QString &current);
    void setEmail(const QString &email);
    /// Why the user has to sign in again; shown above the form.
    void setReason(const base::Error &reason);
    /// Whether the session will be kept in the keychain or ends with the program.
    void setKeychainAvailable(bool isAvailable);
    /// What the project offers, from its settings; until then email alone.
    void setWays(bool hasEmail, const QStringList &providers);
    /// Those settings could not be had, so signing in will hardly work either.
    void setWaysUnknown(const base::Error &error);

    /// Done closes the dialog as accepted.
    void showStep(const supabase::SignInStep &step);
    /// An answer is awaited or the browser's part is under way.
    [[nodiscard]] bool isUnderWay() const;

Q_SIGNALS:
    void profileChosen(const QString &name);
    void passwordEntered(const QString &email, const gm::base::Secret &password);
    /// For a first code and for another one.
    void emailCodeWanted(const QString &email);
    void providerChosen(const QString &provider);
    void browserWanted();
    void emailCodeEntered(const gm::base::Secret &code);
    void totpEntered(const gm::base::Secret &code, const QString &factorId);
    /// What is under way is given up; the dialog stays unless it was closed.
    void cancelled();

protected:
    void showEvent(QShowEvent *event) override;

private:
    [[nodiscard]] Page *pageFor(supabase::SignInStep::Kind kind) const;
    void giveUp();

    SignInForm *m_form;
    BrowserPage *m_browser;
    EmailCodePage *m_emailCode;
    TotpPage *m_totp;
    QStackedLayout *m_pages;
    supabase::SignInStep::Kind m_kind = supabase::SignInStep::Kind::Idle;
};

} // namespace gm::signin
