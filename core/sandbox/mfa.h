/// The second factor: enrolling an authenticator app, challenging it, and raising a session to aal2.
#pragma once

#include "core/base/random.h"
#include "core/sandbox/tokenissuer.h"

namespace gm::sandbox
{

class Mfa
{
public:
    /// References outlive the object.
    Mfa(Accounts &accounts, const TokenIssuer &issuer, base::Clock &clock, base::Random &random);

    [[nodiscard]] SupabaseReply enrol(const SupabaseCall &call);
    [[nodiscard]] SupabaseReply challenge(const SupabaseCall &call);
    [[nodiscard]] SupabaseReply verify(const SupabaseCall &call);
    [[nodiscard]] SupabaseReply unenrol(const SupabaseCall &call);

private:
    struct Challenge {
        QString factorId;
        qint64 expiresMs = 0;
        bool isUsed = false;
    };
    struct Subject;
    /// The caller and the factor the path names; else the refusal.
    [[nodiscard]] std::variant<Subject, SupabaseError> subject(const SupabaseCall &call) const;

    Accounts &m_accounts;
    const TokenIssuer &m_issuer;
    base::Clock &m_clock;
    base::Random &m_random;
    QHash<QString, Challenge> m_challenges;
};

} // namespace gm::sandbox
