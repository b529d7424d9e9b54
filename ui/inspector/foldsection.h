/// A titled part of a page that can be folded away.
#pragma once

#include <QWidget>

class QToolButton;

namespace gm::common
{
class ThemedLabel;
class ThemeProvider;
} // namespace gm::common

namespace gm::inspector
{

class FoldSection : public QWidget
{
    Q_OBJECT

public:
    /// Takes @p body. @p indent: px before it.
    FoldSection(const common::ThemeProvider &themes, const QString &title, QWidget *body, int indent,
                QWidget *parent = nullptr);

    /// A few words at the right end of the title.
    void setNote(const QString &note);
    [[nodiscard]] bool isOpen() const { return m_isOpen; }
    void setOpen(bool isOpen);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void showState();

    const common::ThemeProvider &m_themes;
    QToolButton *m_title;
    common::ThemedLabel *m_note;
    QWidget *m_body;
    bool m_isOpen = true;
};

} // namespace gm::inspector
