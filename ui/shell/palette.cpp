#include "ui/shell/palette.h"

#include "ui/common/fonts.h"
#include "ui/common/keycaps.h"
#include "ui/common/paint.h"
#include "ui/common/themedlabel.h"
#include "ui/common/themeprovider.h"
#include "ui/shell/palettedelegate.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QStandardItemModel>
#include <QVBoxLayout>

#include <algorithm>

namespace gm::shell
{

using common::Icon;
using common::TextRole;
using common::Theme;
using namespace Qt::StringLiterals;

namespace
{

constexpr int popupWidth = 640;
constexpr int fromTop = 88;
constexpr int mostHeight = 420;

} // namespace

std::optional<int> matchRank(const QString &text, const QString &typed)
{
    int rank = 0;
    for (const QString &word : typed.split(u' ', Qt::SkipEmptyParts)) {
        const qsizetype at = text.indexOf(word, 0, Qt::CaseInsensitive);
        if (at < 0)
            return std::nullopt;
        const bool startsWord = at == 0 || !text[at - 1].isLetterOrNumber();
        rank += at == 0 ? 0 : startsWord ? 1 : 2;
    }
    return rank;
}

Palette::Palette(const common::ThemeProvider &themes, QList<PaletteItem> items, QWidget *window)
    : QDialog(window, Qt::Popup | Qt::FramelessWindowHint)
    , m_themes(themes)
    , m_items(std::move(items))
    , m_edit(new QLineEdit(this))
    , m_total(new common::ThemedLabel(themes, TextRole::Small, &Theme::text3, this))
    , m_list(new QListView(this))
    , m_model(new QStandardItemModel(this))
{
    setObjectName(u"palette"_s);
    setWindowTitle(tr("All actions"));
    setAccessibleName(tr("All actions, conversations, problems"));
    setAttribute(Qt::WA_DeleteOnClose);
    build();
    connect(m_edit, &QLineEdit::textChanged, this, &Palette::find);
    connect(m_list, &QListView::clicked, this, &Palette::runCurrent);
    find({});

    const int width = std::min(common::widthFor(popupWidth), window->width() - 32);
    setFixedWidth(width);
    setFixedHeight(std::min(common::widthFor(mostHeight), window->height() - fromTop - 16));
    move(window->mapToGlobal(QPoint((window->width() - width) / 2, fromTop)));
}

void Palette::build()
{
    m_edit->setObjectName(u"paletteEdit"_s);
    m_edit->setAccessibleName(tr("Find an action, a conversation or a problem"));
    m_edit->setPlaceholderText(tr("Find an action, a conversation or a problem"));
    m_edit->setFrame(false);
    m_edit->installEventFilter(this);
    auto *top = new QHBoxLayout;
    top->setContentsMargins(16, 10, 16, 10);
    top->addWidget(new common::IconLabel(m_themes, Icon::Search, 16, &Theme::text2, this));
    top->addWidget(m_edit, 1);
    top->addWidget(m_total);

    m_list->setObjectName(u"paletteList"_s);
    m_list->setAccessibleName(tr("Found"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setModel(m_model);
    m_list->setItemDelegate(new PaletteDelegate(m_themes, m_list));
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setMouseTracking(true);
    m_list->viewport()->setAutoFillBackground(false);

    auto *keys = new QHBoxLayout;
    keys->setContentsMargins(16, 8, 16, 8);
    keys->setSpacing(6);
    const auto key = [&](const QString &cap, const QString &word) {
        auto *caps = new common::KeyCaps(m_themes, this);
        caps->setShortcut(cap);
        auto *label = new common::ThemedLabel(m_themes, TextRole::Small, &Theme::text2, this);
        label->setText(word);
        keys->addWidget(caps);
        if (!word.isEmpty()) {
            keys->addWidget(label);
            keys->addSpacing(8);
        }
    };
    key(u"↑"_s, {});
    key(u"↓"_s, tr("choose"));
    key(tr("Enter"), tr("run"));
    key(tr("Esc"), tr("close"));
    keys->addStretch();

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(1, 1, 1, 1);
    column->setSpacing(0);
    column->addLayout(top);
    column->addWidget(m_list, 1);
    column->addLayout(keys);
}

void Palette::find(const QString &typed)
{
    struct Hit {
        int rank;
        int item;
    };
    QList<Hit> hits;
    QStringList sections;
    for (int i = 0; i < m_items.size(); ++i) {
        if (const auto rank = matchRank(m_items[i].text, typed))
            hits << Hit{*rank, i};
        if (!sections.contains(m_items[i].section))
            sections << m_items[i].section;
    }
    std::stable_sort(hits.begin(), hits.end(), [](const Hit &a, const Hit &b) { return a.rank < b.rank; });
    static_cast<PaletteDelegate *>(m_list->itemDelegate())->setTyped(typed);

    m_model->clear();
    for (const QString &section : sections) {
        bool isTitled = false;
        for (const Hit &hit : hits) {
            const PaletteItem &item = m_items[hit.item];
            if (item.section != section)
                continue;
            if (!std::exchange(isTitled, true)) {
                auto *title = new QStandardItem(section);
                title->setData(-1, PaletteDelegate::ItemRole);
                title->setFlags(Qt::NoItemFlags);
                m_model->appendRow(title);
            }
            auto *row = new QStandardItem(item.text);
            row->setData(hit.item, PaletteDelegate::ItemRole);
            row->setData(int(item.icon), PaletteDelegate::IconRole);
            row->setData(item.role ? int(*item.role) : -1, PaletteDelegate::IconRoleRole);
            row->setData(item.context, PaletteDelegate::ContextRole);
            row->setData(item.shortcut, PaletteDelegate::ShortcutRole);
            row->setEditable(false);
            m_model->appendRow(row);
        }
    }
    m_total->setText(tr("%1 of %2").arg(hits.size()).arg(m_items.size()));
    m_list->setCurrentIndex(m_model->index(hits.isEmpty() ? -1 : 1, 0));
    m_list->scrollToTop();
}

void Palette::step(int direction)
{
    int row = m_list->currentIndex().row();
    do {
        row += direction;
    } while (row >= 0 && row < m_model->rowCount() &&
             m_model->index(row, 0).data(PaletteDelegate::ItemRole).toInt() < 0);
    if (row >= 0 && row < m_model->rowCount())
        m_list->setCurrentIndex(m_model->index(row, 0));
}

void Palette::runCurrent()
{
    const QModelIndex index = m_list->currentIndex();
    const int item = index.isValid() ? index.data(PaletteDelegate::ItemRole).toInt() : -1;
    if (item < 0)
        return;
    const std::function<void()> run = m_items[item].run;
    close(); // first: what runs may open another window
    run();
}

bool Palette::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        switch (static_cast<QKeyEvent *>(event)->key()) {
        case Qt::Key_Down:
            step(1);
            return true;
        case Qt::Key_Up:
            step(-1);
            return true;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            runCurrent();
            return true;
        default:
            break;
        }
    }
    return QDialog::eventFilter(watched, event);
}

void Palette::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = m_themes.theme();
    painter.fillRect(rect(), theme.bgRaised);
    painter.setPen(theme.lineStrong);
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
    painter.setPen(theme.line);
    painter.drawLine(0, m_list->y() - 1, width(), m_list->y() - 1);
    painter.drawLine(0, m_list->geometry().bottom() + 1, width(), m_list->geometry().bottom() + 1);
}

} // namespace gm::shell
