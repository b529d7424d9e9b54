/// A code was mailed: typing it, or asking for another one.
#pragma once

#include "core/base/secret.h"
#include "ui/signin/page.h"

class QLineEdit;
class QPushButton;

namespace gm::common
{
class Notice;
class ThemedLabel;
class ThemeProvider;
} // namespace gm::common

namespace gm::signin
{

class WaitButton;

class EmailCodePage : public Page
{
    Q_OBJECT
public:
    explicit EmailCodePage(const common::ThemeProvider &themes, QWidget *parent = nullptr);

    void showStep(const supabase::SignInStep &step) override;
    void setBusy(bool isBusy) override;
    void focusEntry() override;

Q_SIGNALS:
    void codeEntered(const gm::base::Secret &code);
    void anotherWanted(const QString &email);

private:
    void submit();
    void clearRefusal();

    QString m_email;
    common::ThemedLabel *m_subtitle;
    QLineEdit *m_code;
    common::Notice *m_refusal;
    WaitButton *m_again;
    QPushButton *m_back;
    WaitButton *m_verify;
};

} // namespace gm::signin
