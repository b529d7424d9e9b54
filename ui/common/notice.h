/// What went wrong or what to know, said in words at the place it concerns.
#pragma once

#include "ui/common/icons.h"
#include "ui/common/theme.h"

#include "core/base/error.h"

#include <QWidget>

class QLabel;

namespace gm::common
{

class IconLabel;

/// Icon and sentences, wrapped. Hidden while empty; a new error is announced to screen readers.
class Notice : public QWidget
{
    Q_OBJECT
public:
    enum class Look {
        Plain, ///< Beneath a field.
        Boxed, ///< On the state's tint with an edge, for things to know about the whole page.
    };

    explicit Notice(const ThemeProvider &themes, Look look = Look::Plain, QWidget *parent = nullptr);

    /// What, why, what to do, and the code in the fixed font.
    void setError(const base::Error &error);
    /// @p lead stands out, @p text follows it.
    void setMessage(StateRole role, Icon icon, const QString &lead, const QString &text = {});
    /// Small and weak, for notes that are always there.
    void setHint(Icon icon, const QString &text);
    void clear();

    [[nodiscard]] bool isEmpty() const { return m_lead.isEmpty() && m_text.isEmpty(); }
    /// All that is shown, as plain text.
    [[nodiscard]] QString plainText() const;

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void apply();
    void announce();

    const ThemeProvider &m_themes;
    Look m_look;
    StateRole m_role = StateRole::Neutral;
    Icon m_iconId = Icon::Info;
    bool m_isHint = false;
    QString m_lead;
    QString m_text;
    QString m_code;
    IconLabel *m_icon;
    QLabel *m_label;
};

} // namespace gm::common
