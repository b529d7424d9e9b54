/// Sign-ins that go through a browser: what was asked for, and the one-time code that ends it (PKCE, RFC 7636).
#pragma once

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/sandbox/accounts.h"
#include "core/sandbox/supabasecall.h"

#include <QHash>
#include <QUrl>

namespace gm::sandbox
{

/// What the client keeps the verifier of; empty: the tokens themselves travel in the fragment (implicit flow).
struct Pkce {
    QString challenge{};
    bool isPlain = false; ///< Else SHA-256.

    [[nodiscard]] bool isEmpty() const { return challenge.isEmpty(); }
    [[nodiscard]] bool isVerifiedBy(const QString &verifier) const;
    /// Both parameters or none; else `validation_failed`.
    [[nodiscard]] static std::variant<Pkce, SupabaseError> read(const QString &challenge, const QString &method);
};

struct Flow {
    QString id{}; ///< What providers call `state`.
    AuthMethod method{};
    QUrl redirectTo{};
    Pkce pkce{};
    qint64 startedMs = 0;   ///< The five minutes count from here.
    QString providerCode{}; ///< What the provider gave the browser; empty until then.
    QString userId{};       ///< Who consented; empty until then.
};

class FlowStates
{
public:
    /// Both outlive the object.
    FlowStates(base::Clock &clock, base::Random &random);

    /// Keeps @p flow under a new id, which is returned.
    QString begin(Flow flow);
    /// Null for an unknown or an ended one; the pointer holds until the next call.
    [[nodiscard]] Flow *find(const QString &id);
    /// Ends the flow of the browser: its code for `grant_type=pkce`.
    [[nodiscard]] QString codeFor(const Flow &flow);
    void forget(const QString &id) { m_flows.remove(id); }

    /// The flow @p code ends, once, within five minutes of its start and with the right verifier; else the refusal.
    [[nodiscard]] std::variant<Flow, SupabaseError> redeem(const QString &code, const QString &verifier);

private:
    base::Clock &m_clock;
    base::Random &m_random;
    QHash<QString, Flow> m_flows; ///< In the browser, by id.
    QHash<QString, Flow> m_codes; ///< Waiting for the exchange, by code.
};

} // namespace gm::sandbox
