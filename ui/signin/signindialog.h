/// Signing in with email and password. Knows the form only: who signs in is wired by the shell.
#pragma once

#include "ui/common/fittingdialog.h"

#include "core/base/result.h"
#include "core/base/secret.h"
#include "core/profile/profile.h"

#include <QTimer>

class QComboBox;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace gm::common
{
class Notice;
class ThemeProvider;
} // namespace gm::common

namespace gm::signin
{

/// Emits submitted(), then waits for refuse() or accept(). Closing it, or Cancel, gives the attempt up: rejected().
/// The password leaves the field with submitted() and is kept nowhere else.
class SignInDialog : public common::FittingDialog
{
    Q_OBJECT
public:
    explicit SignInDialog(const common::ThemeProvider &themes, QWidget *parent = nullptr);

    void setProfiles(const QList<profile::Profile> &profiles, const QString &current);
    void setEmail(const QString &email);
    /// Why the user has to sign in again; shown above the form.
    void setReason(const base::Error &reason);
    /// Whether the session will be kept in the keychain or ends with the program.
    void setKeychainAvailable(bool isAvailable);

    /// Says the refusal at the place it concerns and gives the form back.
    void refuse(const base::Error &error);
    [[nodiscard]] bool isBusy() const { return m_isBusy; }

Q_SIGNALS:
    void profileChosen(const QString &name);
    void submitted(const QString &email, const gm::base::Secret &password);
    /// The attempt under way is given up; the dialog stays.
    void cancelled();

protected:
    void showEvent(QShowEvent *event) override;

private:
    void build();
    void buildForm(QVBoxLayout *column);
    void submit();
    void setBusy(bool isBusy);
    void cancel();
    void showCaps(bool isOn);
    void clearRefusals();
    void waitBeforeNextTry(int seconds);
    void tickWait();
    void showButton();

    const common::ThemeProvider &m_themes;
    QComboBox *m_profiles;
    QLineEdit *m_email;
    QLineEdit *m_password;
    common::Notice *m_reason;
    common::Notice *m_emailRefusal;
    common::Notice *m_refusal;
    common::Notice *m_caps;
    common::Notice *m_keychain;
    common::Notice *m_noKeychain;
    QPushButton *m_signIn;
    QPushButton *m_cancel;
    QTimer m_wait;
    int m_secondsToWait = 0;
    bool m_isBusy = false;
};

} // namespace gm::signin
