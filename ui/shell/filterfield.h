/// The filter in the toolbar: parsed while one types, with mistakes underlined and said below.
#pragma once

#include <QTimer>
#include <QWidget>

class QLineEdit;

namespace gm::common
{
class KeyCaps;
class Notice;
class Selection;
class ThemeProvider;
} // namespace gm::common

namespace gm::shell
{

/// Sets the shared filter when the text can be read; else the last good filter stays in force.
class FilterField : public QWidget
{
    Q_OBJECT
public:
    FilterField(const common::ThemeProvider &themes, common::Selection &selection, QWidget *parent = nullptr);

    /// The cursor into the field, all of it marked.
    void focusFilter();
    /// Fewer examples where there is less room.
    void setNarrow(bool isNarrow);
    [[nodiscard]] QLineEdit *edit() const { return m_edit; }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void apply();
    void adopt(const QString &filter);
    void underline(qsizetype from, qsizetype length);
    void showMistake(bool isShown);
    void showKeyCap();

    const common::ThemeProvider &m_themes;
    common::Selection &m_selection;
    QLineEdit *m_edit;
    common::KeyCaps *m_cap;
    QWidget *m_bubble;
    common::Notice *m_mistake;
    QTimer m_delay;
};

} // namespace gm::shell
