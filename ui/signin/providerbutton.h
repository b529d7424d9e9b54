/// "Continue with Google": leads out of the window, which the icon at its end says.
#pragma once

#include <QPushButton>

namespace gm::common
{
class ThemeProvider;
}

namespace gm::signin
{

class ProviderButton : public QPushButton
{
    Q_OBJECT
public:
    /// @p provider is Supabase's name of it: `google`.
    ProviderButton(const common::ThemeProvider &themes, const QString &provider, QWidget *parent = nullptr);

    [[nodiscard]] const QString &provider() const { return m_provider; }
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const common::ThemeProvider &m_themes;
    QString m_provider;
};

} // namespace gm::signin
