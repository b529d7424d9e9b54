#include "ui/shell/accountmenu.h"

#include "core/supabase/authwords.h"
#include "ui/common/icons.h"
#include "ui/common/themeprovider.h"
#include "ui/models/format.h"
#include "ui/shell/actions.h"

#include <QClipboard>
#include <QCoreApplication>
#include <QGuiApplication>

namespace gm::shell
{

using common::Icon;
using namespace Qt::StringLiterals;

AccountMenu::AccountMenu(const common::ThemeProvider &themes, const Actions &actions, QWidget *parent)
    : QMenu(tr("Account"), parent)
    , m_themes(themes)
    , m_actions(actions)
{
    setObjectName(u"accountMenu"_s);
    setAccessibleName(tr("Account"));
}

void AccountMenu::setFacts(const AccountFacts &facts)
{
    clear();
    addFact(u"account.email"_s, facts.email, facts.email);
    actions().constFirst()->setIcon(common::themedIcon(Icon::User, m_themes));
    const QString way = signInWord(facts.method, facts.provider);
    if (!way.isEmpty())
        addFact(u"account.way"_s, tr("Signed in with: %1").arg(way), way);
    if (!facts.assurance.isEmpty()) {
        addFact(u"account.assurance"_s,
                facts.assurance == u"aal2" ? tr("Second step: done (%1)").arg(facts.assurance)
                                           : tr("Second step: none (%1)").arg(facts.assurance),
                facts.assurance);
    }
    if (facts.isTokenOver) {
        const QString text = tr("Token: over, and not renewed yet");
        addFact(u"account.until"_s, text, text);
    } else if (facts.tokenUntilMs) {
        const QString time = models::formatTimeShort(*facts.tokenUntilMs, models::Zone::Local);
        addFact(u"account.until"_s, tr("Token: until %1, renewed by itself").arg(time), time);
    }
    const QString kind = keyKind(facts.key);
    addFact(u"account.key"_s, tr("Key of the profile: %1").arg(kind), kind);
    const QString kept = facts.isStored ? tr("Kept in this computer's keychain") : tr("Kept until the program ends");
    addFact(u"account.kept"_s, kept, kept);
    addSeparator();
    for (const ActionId id :
         {ActionId::SwitchAccount, ActionId::SignOut, ActionId::SignOutOthers, ActionId::SignOutEverywhere})
        addAction(m_actions[id]);
}

void AccountMenu::addFact(const QString &objectName, const QString &text, const QString &value)
{
    // A single & would be taken for a mnemonic.
    QAction *row = addAction(QString(text).replace(u'&', u"&&"_s));
    row->setObjectName(objectName);
    row->setToolTip(tr("Copy"));
    connect(row, &QAction::triggered, this, [this, value] {
        QGuiApplication::clipboard()->setText(value);
        Q_EMIT copied(value);
    });
}

QString keyKind(const QString &key)
{
    return key.startsWith(u"sb_publishable_") ? QCoreApplication::translate("AccountMenu", "publishable key")
           : key.count(u'.') == 2             ? QCoreApplication::translate("AccountMenu", "legacy anon key")
                                              : QCoreApplication::translate("AccountMenu", "unknown kind");
}

QString signInWord(const QString &method, const QString &provider)
{
    if (!provider.isEmpty())
        return supabase::providerName(provider);
    if (method == u"password")
        return QCoreApplication::translate("AccountMenu", "Password");
    if (method == u"otp" || method == u"magiclink")
        return QCoreApplication::translate("AccountMenu", "Code by email");
    return method;
}

} // namespace gm::shell
