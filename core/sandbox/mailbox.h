/// Sign-in codes and the mails that carried them: the post of the sandbox, read back by `GET /mail`.
#pragma once

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/sandbox/flowstates.h"

#include <QHash>
#include <QJsonArray>
#include <QString>

#include <optional>

namespace gm::sandbox
{

/// What a mail's link leads to.
struct MailLink {
    QString verifyUrl{}; ///< The service's own address; the token is added.
    QUrl redirectTo{};   ///< Where the browser goes from there.
    Pkce pkce{};
};

class Mailbox
{
public:
    /// Both outlive the object.
    Mailbox(base::Clock &clock, base::Random &random);

    /// Seconds until another mail may go to @p email; 0: now. One mail a minute.
    [[nodiscard]] int secondsToWait(const QString &email) const;
    /// Sends a new code and link, which replace the ones before.
    void sendCode(const QString &email, const MailLink &link);

    struct Spent {
        QString email;
        QUrl redirectTo;
        Pkce pkce;
    };
    /// Once for the code last sent, within an hour; the link is spent with it. A wrong try does not spoil it.
    [[nodiscard]] std::optional<Spent> redeem(const QString &email, const QString &code);
    /// The same by the token of the link.
    [[nodiscard]] std::optional<Spent> redeemLink(const QString &token);
    /// The last mails to @p email, newest first: `[{"code", "link", "sent"}]`.
    [[nodiscard]] QJsonArray mails(const QString &email) const;

private:
    struct Mail {
        QString code;
        QString token;
        QString link;
        QUrl redirectTo;
        Pkce pkce;
        qint64 sentMs = 0;
        bool isSpent = false;
    };
    [[nodiscard]] bool isGood(const Mail &mail) const;
    [[nodiscard]] static Spent spend(const QString &email, Mail &mail);

    base::Clock &m_clock;
    base::Random &m_random;
    QHash<QString, QList<Mail>> m_mails; ///< By address, newest first.
};

} // namespace gm::sandbox
