/// The first page: profile, password or code by email, and the project's providers.
#pragma once

#include "core/base/secret.h"
#include "core/profile/profile.h"
#include "ui/signin/page.h"

class QComboBox;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace gm::common
{
class Notice;
class Segments;
class ThemedLabel;
class ThemeProvider;
} // namespace gm::common

namespace gm::signin
{

class WaitButton;

/// The password leaves its field with the signal and is kept nowhere else.
class SignInForm : public Page
{
    Q_OBJECT
public:
    explicit SignInForm(const common::ThemeProvider &themes, QWidget *parent = nullptr);

    void setProfiles(const QList<profile::Profile> &profiles, const QString &current);
    void setEmail(const QString &email);
    /// Why the user has to sign in again; empty: nothing is said.
    void setReason(const base::Error &reason);
    void setKeychainAvailable(bool isAvailable);
    /// What the project offers: entering an email at all, and providers by Supabase's names.
    void setWays(bool hasEmail, const QStringList &providers);

    /// Failed shows the refusal; anything else an empty form.
    void showStep(const supabase::SignInStep &step) override;
    void setBusy(bool isBusy) override;
    void focusEntry() override;
    /// Says a refusal at the place it concerns.
    void refuse(const base::Error &error);

Q_SIGNALS:
    void profileChosen(const QString &name);
    void passwordEntered(const QString &email, const gm::base::Secret &password);
    void emailCodeWanted(const QString &email);
    void providerChosen(const QString &provider);

private:
    void buildEmail(QVBoxLayout *column);
    void buildProviders(QVBoxLayout *column);
    void showWay();
    void submit();
    void clearRefusals();
    [[nodiscard]] bool isByCode() const;

    const common::ThemeProvider &m_themes;
    QComboBox *m_profiles;
    QWidget *m_byEmail; ///< Everything that needs an email address.
    common::Segments *m_way;
    QLineEdit *m_email;
    QWidget *m_passwordRow;
    QLineEdit *m_password;
    common::Notice *m_reason;
    common::Notice *m_emailRefusal;
    common::Notice *m_refusal;
    common::Notice *m_caps;
    common::Notice *m_keychain;
    common::Notice *m_noKeychain;
    WaitButton *m_signIn;
    QPushButton *m_cancel;
    QWidget *m_or; ///< Between email and providers.
    QWidget *m_providers;
};

} // namespace gm::signin
