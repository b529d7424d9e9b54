/// The second step: the six digits an authenticator app shows.
#pragma once

#include "core/base/clock.h"
#include "core/base/secret.h"
#include "ui/signin/page.h"

#include <QTimer>

class QComboBox;
class QPushButton;

namespace gm::common
{
class Notice;
class ThemeProvider;
} // namespace gm::common

namespace gm::signin
{

class CodeField;
class WaitButton;

class TotpPage : public Page
{
    Q_OBJECT
public:
    /// @p clock tells when the app shows its next code; outlives the page.
    TotpPage(const common::ThemeProvider &themes, const base::Clock &clock, QWidget *parent = nullptr);

    /// False: the session ends with the program, and the page says so.
    void setKeychainAvailable(bool isAvailable);

    void showStep(const supabase::SignInStep &step) override;
    void setBusy(bool isBusy) override;
    void focusEntry() override;

Q_SIGNALS:
    void codeEntered(const gm::base::Secret &code, const QString &factorId);

private:
    void showFactors(const QList<supabase::Factor> &factors);
    void submit();
    void clearRefusal();
    void tick();

    const common::ThemeProvider &m_themes;
    const base::Clock &m_clock;
    CodeField *m_code;
    common::Notice *m_nextCode;
    common::Notice *m_refusal;
    QComboBox *m_factors;
    common::Notice *m_noKeychain;
    WaitButton *m_verify;
    QTimer m_second;
};

} // namespace gm::signin
