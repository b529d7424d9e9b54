/// Who is signed in, how and until when, with the ways out.
#pragma once

#include <QMenu>

#include <optional>

namespace gm::common
{
class ThemeProvider;
}

namespace gm::shell
{

class Actions;

/// The session in use, as the menu tells it.
struct AccountFacts {
    QString email{};
    QString method{};                     ///< `password`, `otp`, `oauth`…
    QString provider{};                   ///< With `oauth`: `google`…
    QString assurance{};                  ///< `aal1` or `aal2`.
    std::optional<qint64> tokenUntilMs{}; ///< Wall clock; nothing: not known.
    bool isTokenOver = false;             ///< The token has expired and could not be renewed yet.
    QString key{};                        ///< The profile's public key.
    bool isStored = true;                 ///< False: the session ends with the program.
};

/// A row copies what it says.
class AccountMenu : public QMenu
{
    Q_OBJECT
public:
    AccountMenu(const common::ThemeProvider &themes, const Actions &actions, QWidget *parent = nullptr);

    void setFacts(const AccountFacts &facts);

Q_SIGNALS:
    /// A row's text was put on the clipboard.
    void copied(const QString &text);

private:
    void addFact(const QString &objectName, const QString &text, const QString &value);

    const common::ThemeProvider &m_themes;
    const Actions &m_actions;
};

/// "publishable key" or "legacy anon key": which kind of public key @p key is, without the key itself.
[[nodiscard]] QString keyKind(const QString &key);
/// How the session began, in words: "Google", "Password", "Code by email".
[[nodiscard]] QString signInWord(const QString &method, const QString &provider);

} // namespace gm::shell
