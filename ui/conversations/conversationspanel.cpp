#include "ui/conversations/conversationspanel.h"

#include "core/genie/conversationid.h"
#include "ui/common/emptystate.h"
#include "ui/common/notice.h"
#include "ui/common/selection.h"
#include "ui/common/style.h"
#include "ui/common/themeprovider.h"
#include "ui/conversations/conversationlist.h"
#include "ui/models/conversationsmodel.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QLineEdit>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>

namespace gm::conversations
{

using common::Icon;
using common::StateRole;
using models::ConversationsModel;
using namespace Qt::StringLiterals;

ConversationsPanel::ConversationsPanel(const common::ThemeProvider &themes, common::Selection &selection,
                                       QWidget *parent)
    : QWidget(parent)
    , m_themes(themes)
    , m_selection(selection)
    , m_find(new QLineEdit(this))
    , m_refusal(new common::Notice(themes, common::Notice::Look::Plain, this))
    , m_error(new common::Notice(themes, common::Notice::Look::Plain, this))
    , m_list(new ConversationList(themes, this))
    , m_empty(new common::EmptyState(themes, common::EmptyState::Size::Small, this))
    , m_reload(titleButton(Icon::Reload, tr("Ask the backend for the list again"), u"reloadConversations"_s))
    , m_add(titleButton(Icon::Plus, tr("Watch by id (Ctrl+L)"), u"watchById"_s))
{
    setObjectName(u"conversationsPanel"_s);
    build();
    connect(m_reload, &QToolButton::clicked, this, &ConversationsPanel::reloadRequested);
    connect(m_add, &QToolButton::clicked, this, &ConversationsPanel::focusFind);
    connect(m_find, &QLineEdit::textChanged, this, &ConversationsPanel::onFindEdited);
    connect(m_find, &QLineEdit::returnPressed, this, &ConversationsPanel::watchPasted);
    connect(m_list, &ConversationList::currentConversationChanged, &m_selection, &common::Selection::setConversation);
    connect(m_list, &ConversationList::opened, this, &ConversationsPanel::openRequested);
    connect(m_list, &QWidget::customContextMenuRequested, this, &ConversationsPanel::showMenu);
    connect(m_list, &ConversationList::watchToggled, this, [this](const base::ConversationId &id, bool isWatchedNow) {
        if (isWatchedNow)
            Q_EMIT watchRequested({id});
        else
            Q_EMIT unwatchRequested(id);
    });
    connect(&m_selection, &common::Selection::conversationChanged, m_list, &ConversationList::setCurrent);
    showEmpty();
}

void ConversationsPanel::build()
{
    m_find->setObjectName(u"findConversation"_s);
    m_find->setAccessibleName(tr("Find or paste ids"));
    m_find->setPlaceholderText(tr("Find or paste ids"));
    m_find->setToolTip(
        tr("Part of a title or id narrows the list. Whole ids, channel names or addresses of the web app "
           "are watched with Enter (Ctrl+L)."));
    m_find->setClearButtonEnabled(false);
    m_find->addAction(common::themedIcon(Icon::Search, m_themes, common::IconInk::Quiet), QLineEdit::LeadingPosition);

    auto *top = new QVBoxLayout;
    top->setContentsMargins(8, 8, 8, 4);
    top->setSpacing(6);
    top->addWidget(m_find);
    top->addWidget(m_refusal);
    top->addWidget(m_error);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addLayout(top);
    column->addWidget(m_list, 1);
    column->addWidget(m_empty, 1);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
}

QToolButton *ConversationsPanel::titleButton(common::Icon icon, const QString &text, const QString &objectName)
{
    auto *button = new QToolButton(this);
    button->setObjectName(objectName);
    button->setIcon(common::themedIcon(icon, m_themes));
    button->setToolTip(text);
    button->setAccessibleName(text.section(u" ("_s, 0, 0));
    common::setControlSize(button, common::ControlSize::Dense);
    return button;
}

QList<QWidget *> ConversationsPanel::titleActions() const
{
    return {m_reload.data(), m_add.data()};
}

void ConversationsPanel::setModel(ConversationsModel *model)
{
    m_model = model;
    m_list->setConversations(model);
    m_isLoaded = false;
    m_error->clear();
    if (model) {
        model->setFind(m_find->text());
        connect(model, &QAbstractItemModel::rowsInserted, this, &ConversationsPanel::showEmpty);
        connect(model, &QAbstractItemModel::rowsRemoved, this, &ConversationsPanel::showEmpty);
        connect(model, &QAbstractItemModel::modelReset, this, &ConversationsPanel::showEmpty);
    }
    showEmpty();
}

void ConversationsPanel::setLoaded(bool isLoaded)
{
    m_isLoaded = isLoaded;
    if (isLoaded)
        m_error->clear();
    showEmpty();
}

void ConversationsPanel::showError(const base::Error &error)
{
    m_error->setError(error);
    showEmpty();
}

void ConversationsPanel::focusFind()
{
    m_find->setFocus(Qt::ShortcutFocusReason);
    m_find->selectAll();
}

void ConversationsPanel::onFindEdited(const QString &text)
{
    m_refusal->clear();
    const genie::PastedIds pasted = genie::parsePastedIds(text);
    const bool areIds = !pasted.ids.isEmpty();
    if (m_model)
        m_model->setFind(pasted.ids.size() > 1 ? QString() : text.trimmed());
    if (areIds)
        m_refusal->setHint(Icon::Watch, tr("Enter watches %n conversations.", nullptr, int(pasted.ids.size())));
    showEmpty();
}

void ConversationsPanel::watchPasted()
{
    const QString text = m_find->text();
    const genie::PastedIds pasted = genie::parsePastedIds(text);
    if (!pasted.ids.isEmpty()) {
        Q_EMIT watchRequested(pasted.ids);
        m_find->clear();
        if (const QString refused = pasted.refusalText(); !refused.isEmpty())
            m_refusal->setMessage(StateRole::Warn, Icon::Warning, {}, refused);
        return;
    }
    const bool findsRows = m_model && m_model->rowCount() > 0;
    if (findsRows) {
        m_list->setFocus();
        return;
    }
    if (!text.trimmed().isEmpty()) {
        const auto parsed = genie::parseConversationId(text);
        if (!parsed)
            m_refusal->setError(parsed.error());
    }
}

void ConversationsPanel::showEmpty()
{
    const bool isEmpty = !m_model || m_model->rowCount() == 0;
    m_list->setVisible(!isEmpty);
    m_empty->setVisible(isEmpty);
    if (!isEmpty)
        return;
    if (!m_model)
        m_empty->setContent(Icon::List, tr("Nobody is signed in"), tr("Sign in to see your conversations."));
    else if (!m_find->text().trimmed().isEmpty())
        m_empty->setContent(Icon::Search, tr("Nothing found"), tr("No title and no id contains this."));
    else if (!m_error->isEmpty())
        m_empty->setContent(Icon::List, tr("No list"), tr("Ids can still be pasted above."));
    else if (!m_isLoaded)
        m_empty->setContent(Icon::List, tr("Waiting for the list"), tr("The backend is asked for your conversations."));
    else
        m_empty->setContent(Icon::List, tr("No conversations yet"),
                            tr("Start one in the web app, or paste an id above."));
}

void ConversationsPanel::showMenu(const QPoint &position)
{
    const QModelIndex index = m_list->indexAt(position);
    const base::ConversationId id = index.isValid() ? m_model->conversationAt(index.row()) : base::ConversationId();
    if (id.isEmpty())
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (m_list->isWatched(index)) {
        menu->addAction(common::themedIcon(Icon::Watch, m_themes), tr("Stop watching\tW"), this,
                        [this, id] { Q_EMIT unwatchRequested(id); });
        menu->addAction(tr("Go to its last event\tEnter"), this, [this, id] { Q_EMIT openRequested(id); });
    } else {
        menu->addAction(common::themedIcon(Icon::Watch, m_themes), tr("Watch\tW"), this,
                        [this, id] { Q_EMIT watchRequested({id}); });
    }
    menu->addAction(common::themedIcon(Icon::Filter, m_themes), tr("Show only this conversation"), this,
                    [this, id] { m_selection.setFilter(u"conversation:%1"_s.arg(id.text())); });
    menu->addSeparator();
    menu->addAction(common::themedIcon(Icon::Copy, m_themes), tr("Copy id"), this,
                    [id] { QGuiApplication::clipboard()->setText(id.text()); });
    menu->popup(m_list->viewport()->mapToGlobal(position));
}

} // namespace gm::conversations
