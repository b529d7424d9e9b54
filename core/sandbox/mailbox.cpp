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

void Mailbox::sendCode(const QString &email, const QString &verifyUrl)
{
    const QString code = QString::number(m_random.below(1'000'000)).rightJustified(6, u'0');
    const QString link = verifyUrl + u"?type=email&token="_s + QString::fromLatin1(m_random.token(24));
    QList<Mail> &mails = m_mails[email];
    mails.prepend({.code = code, .link = link, .sentMs = m_clock.wallMs()});
    if (mails.size() > keptMails)
        mails.removeLast();
}

bool Mailbox::redeem(const QString &email, const QString &code)
{
    const auto found = m_mails.find(email);
    if (found == m_mails.end())
        return false;
    Mail &last = found->first();
    if (last.isSpent || last.code != code || m_clock.wallMs() > last.sentMs + codeLifeMs)
        return false;
    last.isSpent = true;
    return true;
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
