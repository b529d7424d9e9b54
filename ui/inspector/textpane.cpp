#include "ui/inspector/textpane.h"

#include "ui/common/themedlabel.h"

#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace gm::inspector
{

TextPane::TextPane(const common::ThemeProvider &themes, QWidget *parent)
    : QWidget(parent)
    , m_head(new QHBoxLayout)
    , m_words(new common::ThemedLabel(themes, common::TextRole::Small, &common::Theme::text2, this))
    , m_text(new QPlainTextEdit(this))
{
    m_words->setWordWrap(true);
    m_text->setReadOnly(true);
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    m_text->setFont(common::fontFor(common::TextRole::Mono));
    m_head->setContentsMargins(12, 8, 12, 8);
    m_head->addWidget(m_words, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addLayout(m_head);
    layout->addWidget(m_text, 1);
    layout->addStretch(0);
}

void TextPane::setTextName(const QString &objectName, const QString &accessibleName)
{
    m_text->setObjectName(objectName);
    m_text->setAccessibleName(accessibleName);
    m_text->document()->setDocumentMargin(12);
}

void TextPane::setContent(const QString &words, const QString &text)
{
    m_words->setText(words);
    if (m_text->toPlainText() != text)
        m_text->setPlainText(text);
    m_text->setVisible(!text.isEmpty());
}

} // namespace gm::inspector
