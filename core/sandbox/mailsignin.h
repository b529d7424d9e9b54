/// Signing in by mail: a code to type, and a link to click.
#pragma once

#include "core/sandbox/flowstates.h"
#include "core/sandbox/mailbox.h"
#include "core/sandbox/tokenissuer.h"

namespace gm::sandbox
{

/// Sign-up is off: unknown addresses get no mail.
class MailSignIn
{
public:
    /// References outlive the object. @p verifyUrl is where links lead to.
    MailSignIn(Accounts &accounts, FlowStates &flows, const TokenIssuer &issuer, Mailbox &mailbox, QString verifyUrl);

    [[nodiscard]] SupabaseReply send(const SupabaseCall &call);
    /// `POST /verify`: the code, or the token of the link.
    [[nodiscard]] SupabaseReply verify(const SupabaseCall &call);
    /// `GET /verify`: the link itself, in a browser.
    [[nodiscard]] SupabaseReply follow(const SupabaseCall &call);

private:
    Accounts &m_accounts;
    FlowStates &m_flows;
    const TokenIssuer &m_issuer;
    Mailbox &m_mailbox;
    QString m_verifyUrl;
};

} // namespace gm::sandbox
