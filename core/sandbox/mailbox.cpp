#include "core/sandbox/mailbox.h"

#include <QJsonObject>

namespace gm::sandbox
{

using namespace Qt::StringLiterals;

namespace
{

constexpr qint64 spacingMs = 60'000;
constexpr qint64 codeLifeMs = 3'600'000;
constexpr qsizetype keptMails = 10;

} // namespace

Mailbox::Mailbox(base::Clock &clock, base::Random &random)
    : m_clock(clock)
    , m_random(random)
{
}

int Mailbox::secondsToWait(const QString &email) const
{
    const QList<Mail> sent = m_mails.value(email);
    if (sent.isEmpty())
        return 0;
    const qint64 leftMs = sent.first().sentMs + spacingMs - m_clock.wallMs();
    return int(std::max<qint64>(0, (leftMs + 999) / 1000));
}

void Mailbox::sendCode(const QString &email, const MailLink &link)
{
    const QString code = QString::number(m_random.below(1'000'000)).rightJustified(6, u'0');
    // Clients tell by the prefix that a verifier is needed.
    const QString token = (link.pkce.isEmpty() ? QString() : u"pkce_"_s) + QString::fromLatin1(m_random.token(24));
    const QString address = link.verifyUrl + u"?token="_s + token + u"&type=magiclink&redirect_to="_s +
                            QString::fromLatin1(QUrl::toPercentEncoding(link.redirectTo.toString(QUrl::FullyEncoded)));
    QList<Mail> &mails = m_mails[email];
    mails.prepend({.code = code,
                   .token = token,
                   .link = address,
                   .redirectTo = link.redirectTo,
                   .pkce = link.pkce,
                   .sentMs = m_clock.wallMs()});
    if (mails.size() > keptMails)
        mails.removeLast();
}

bool Mailbox::isGood(const Mail &mail) const
{
    return !mail.isSpent && m_clock.wallMs() <= mail.sentMs + codeLifeMs;
}

Mailbox::Spent Mailbox::spend(const QString &email, Mail &mail)
{
    mail.isSpent = true;
    return {email, mail.redirectTo, mail.pkce};
}

std::optional<Mailbox::Spent> Mailbox::redeem(const QString &email, const QString &code)
{
    const auto found = m_mails.find(email);
    if (found == m_mails.end() || found->first().code != code || !isGood(found->first()))
        return std::nullopt;
    return spend(email, found->first());
}

std::optional<Mailbox::Spent> Mailbox::redeemLink(const QString &token)
{
    for (auto entry = m_mails.begin(); entry != m_mails.end(); ++entry) {
        if (entry->first().token == token && isGood(entry->first()))
            return spend(entry.key(), entry->first());
    }
    return std::nullopt;
}

QJsonArray Mailbox::mails(const QString &email) const
{
    QJsonArray list;
    const QList<Mail> sent = m_mails.value(email);
    for (const Mail &mail : sent) {
        const QDateTime when = QDateTime::fromMSecsSinceEpoch(mail.sentMs, Qt::UTC);
        list.append(
            QJsonObject{{u"code"_s, mail.code}, {u"link"_s, mail.link}, {u"sent"_s, when.toString(Qt::ISODateWithMs)}});
    }
    return list;
}

} // namespace gm::sandbox
