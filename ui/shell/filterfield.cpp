#include "ui/shell/filterfield.h"

#include "core/timeline/filter.h"
#include "ui/common/keycaps.h"
#include "ui/common/notice.h"
#include "ui/common/paint.h"
#include "ui/common/selection.h"
#include "ui/common/style.h"
#include "ui/common/themeprovider.h"

#include <QAction>
#include <QHBoxLayout>
#include <QInputMethodEvent>
#include <QKeyEvent>
#include <QLineEdit>
#include <QTextCharFormat>
#include <QVBoxLayout>

namespace gm::shell
{

using common::Icon;
using common::StateRole;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace
{

/// What is wrong, on a popup's ground below the field.
class Bubble : public QWidget
{
public:
    Bubble(const common::ThemeProvider &themes, QWidget *parent)
        : QWidget(parent)
        , m_themes(themes)
    {
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const common::Theme &theme = m_themes.theme();
        common::paintBox(&painter, rect(), 8, theme.bgRaised, theme.lineStrong);
    }

private:
    const common::ThemeProvider &m_themes;
};

} // namespace

FilterField::FilterField(const common::ThemeProvider &themes, common::Selection &selection, QWidget *parent)
    : QWidget(parent)
    , m_themes(themes)
    , m_selection(selection)
    , m_edit(new QLineEdit(this))
    , m_cap(new common::KeyCaps(themes, m_edit))
    , m_bubble(new Bubble(themes, this))
    , m_mistake(new common::Notice(themes, common::Notice::Look::Plain, m_bubble))
{
    m_edit->setObjectName(u"filter"_s);
    m_edit->setAccessibleName(tr("Filter"));
    m_edit->setToolTip(tr("Shows only the events that match (/ or Ctrl+F)"));
    m_edit->addAction(common::themedIcon(Icon::Filter, themes, common::IconInk::Quiet), QLineEdit::LeadingPosition);
    m_edit->installEventFilter(this);
    m_cap->setShortcut(u"/"_s);
    setNarrow(false);

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins({});
    row->addWidget(m_edit);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);

    auto *words = new QVBoxLayout(m_bubble);
    words->setContentsMargins(12, 10, 12, 10);
    words->addWidget(m_mistake);
    m_bubble->hide();

    m_delay.setSingleShot(true);
    m_delay.setInterval(150ms);
    connect(&m_delay, &QTimer::timeout, this, &FilterField::apply);
    connect(m_edit, &QLineEdit::textEdited, this, [this] { m_delay.start(); });
    connect(m_edit, &QLineEdit::textChanged, this, &FilterField::showKeyCap);
    connect(m_edit, &QLineEdit::returnPressed, this, &FilterField::apply);
    connect(&selection, &common::Selection::filterChanged, this, &FilterField::adopt);
}

void FilterField::focusFilter()
{
    m_edit->setFocus(Qt::ShortcutFocusReason);
    m_edit->selectAll();
}

void FilterField::setNarrow(bool isNarrow)
{
    m_edit->setPlaceholderText(isNarrow ? tr("Filter: kind:status  status:error  \"text\"")
                                        : tr("Filter: kind:status  status:error  lag:>1s  \"text\""));
}

bool FilterField::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape) {
        if (m_edit->text().isEmpty())
            m_edit->clearFocus();
        m_edit->clear();
        apply();
        return true;
    }
    if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut || event->type() == QEvent::Resize)
        showKeyCap();
    if (event->type() == QEvent::FocusOut)
        m_bubble->hide();
    return QWidget::eventFilter(watched, event);
}

void FilterField::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_bubble->hide();
}

void FilterField::apply()
{
    m_delay.stop();
    const QString text = m_edit->text();
    timeline::FilterError problem;
    const auto filter = timeline::Filter::parse(text, &problem);
    common::setFieldRefused(m_edit, !filter);
    if (filter) {
        underline(0, 0);
        showMistake(false);
        m_selection.setFilter(text.trimmed());
        return;
    }
    underline(problem.from, problem.length);
    base::Error error = filter.error();
    error.next = error.next.isEmpty() ? tr("The last filter stays in force.")
                                      : tr("%1 The last filter stays in force.").arg(error.next);
    m_mistake->setError(error);
    showMistake(true);
}

void FilterField::adopt(const QString &filter)
{
    if (filter == m_edit->text().trimmed())
        return;
    m_edit->setText(filter);
    apply();
}

/// QLineEdit marks parts of its text only by the input method's way of doing it.
void FilterField::underline(qsizetype from, qsizetype length)
{
    QList<QInputMethodEvent::Attribute> attributes;
    if (length > 0) {
        QTextCharFormat format;
        format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        format.setUnderlineColor(m_themes.theme().state(StateRole::Error).fg);
        attributes << QInputMethodEvent::Attribute(QInputMethodEvent::TextFormat, int(from) - m_edit->cursorPosition(),
                                                   int(length), format);
    }
    QInputMethodEvent event({}, attributes);
    QCoreApplication::sendEvent(m_edit, &event);
}

void FilterField::showMistake(bool isShown)
{
    if (!isShown || !m_edit->hasFocus()) {
        m_bubble->hide();
        return;
    }
    // Over the window, not inside the toolbar, which would cut it.
    m_bubble->setParent(window());
    m_bubble->setFixedWidth(std::min(width(), 560));
    m_bubble->resize(m_bubble->width(), m_bubble->layout()->totalHeightForWidth(m_bubble->width()));
    m_bubble->move(mapTo(window(), QPoint(0, height() + 4)));
    m_bubble->show();
    m_bubble->raise();
}

void FilterField::showKeyCap()
{
    m_cap->setVisible(m_edit->text().isEmpty() && !m_edit->hasFocus() && m_edit->isEnabled());
    m_cap->resize(m_cap->sizeHint());
    m_cap->move(m_edit->width() - m_cap->width() - 8, (m_edit->height() - m_cap->height()) / 2);
}

} // namespace gm::shell
