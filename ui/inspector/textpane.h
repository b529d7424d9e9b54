/// Read-only text in the fixed font below a line of words.
#pragma once

#include <QWidget>

class QHBoxLayout;
class QPlainTextEdit;

namespace gm::common
{
class ThemedLabel;
class ThemeProvider;
} // namespace gm::common

namespace gm::inspector
{

class TextPane : public QWidget
{
    Q_OBJECT

public:
    explicit TextPane(const common::ThemeProvider &themes, QWidget *parent = nullptr);

    /// @p accessibleName: of the text.
    void setTextName(const QString &objectName, const QString &accessibleName);
    /// @p words above, may be empty; an empty @p text hides the field.
    void setContent(const QString &words, const QString &text);
    /// The line above the text, for further controls at its right end.
    [[nodiscard]] QHBoxLayout *head() const { return m_head; }

private:
    QHBoxLayout *m_head;
    common::ThemedLabel *m_words;
    QPlainTextEdit *m_text;
};

} // namespace gm::inspector
