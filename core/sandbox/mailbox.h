/// Sign-in codes and the mails that carried them: the post of the sandbox, read back by `GET /mail`.
#pragma once

#include "core/base/clock.h"
#include "core/base/random.h"

#include <QHash>
#include <QJsonArray>
#include <QString>

namespace gm::sandbox
{

class Mailbox
{
public:
    /// Both outlive the object.
    Mailbox(base::Clock &clock, base::Random &random);

    /// Seconds until another mail may go to @p email; 0: now. One mail a minute.
    [[nodiscard]] int secondsToWait(const QString &email) const;
    /// Sends a new code, which replaces the one before. The link is @p verifyUrl with the code's token.
    void sendCode(const QString &email, const QString &verifyUrl);
    /// True once for the code last sent, within an hour. A wrong try does not spoil it.
    [[nodiscard]] bool redeem(const QString &email, const QString &code);
    /// The last mails to @p email, newest first: `[{"code", "link", "sent"}]`.
    [[nodiscard]] QJsonArray mails(const QString &email) const;

private:
    struct Mail {
        QString code;
        QString link;
        qint64 sentMs = 0;
        bool isSpent = false;
    };

    base::Clock &m_clock;
    base::Random &m_random;
    QHash<QString, QList<Mail>> m_mails; ///< By address, newest first.
};

} // namespace gm::sandbox
