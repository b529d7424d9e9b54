#include "core/sandbox/flowstates.h"

#include <QCryptographicHash>
#include <QRegularExpression>

namespace gm::sandbox
{

using namespace Qt::StringLiterals;

namespace
{

constexpr qint64 flowLifeMs = 300'000;

SupabaseError invalid(const QString &message)
{
    return {400, u"validation_failed"_s, message};
}

} // namespace

bool Pkce::isVerifiedBy(const QString &verifier) const
{
    if (isPlain)
        return verifier == challenge;
    constexpr auto form = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;
    const QByteArray hash = QCryptographicHash::hash(verifier.toUtf8(), QCryptographicHash::Sha256);
    return hash.toBase64(form) == challenge.toLatin1();
}

std::variant<Pkce, SupabaseError> Pkce::read(const QString &challenge, const QString &method)
{
    static const QRegularExpression form(u"^[A-Za-z0-9._~-]{43,128}$"_s);
    if (challenge.isEmpty() && method.isEmpty())
        return Pkce();
    if (challenge.isEmpty() || method.isEmpty())
        return invalid(u"PKCE flow requires code_challenge_method and code_challenge"_s);
    if (!form.match(challenge).hasMatch())
        return invalid(u"The code challenge has 43 to 128 letters, digits, dots, dashes, underscores and tildes"_s);
    const QString lower = method.toLower();
    if (lower != u"s256" && lower != u"plain")
        return invalid(u"The code challenge method is s256 or plain"_s);
    return Pkce{challenge, lower == u"plain"};
}

FlowStates::FlowStates(base::Clock &clock, base::Random &random)
    : m_clock(clock)
    , m_random(random)
{
}

QString FlowStates::begin(Flow flow)
{
    flow.id = QString::fromLatin1(m_random.token(24));
    flow.startedMs = m_clock.wallMs();
    m_flows.insert(flow.id, flow);
    return flow.id;
}

Flow *FlowStates::find(const QString &id)
{
    const auto found = m_flows.find(id);
    return found == m_flows.end() ? nullptr : &*found;
}

QString FlowStates::codeFor(const Flow &flow)
{
    const QString code = newUuid(m_random);
    m_codes.insert(code, flow);
    return code;
}

std::variant<Flow, SupabaseError> FlowStates::redeem(const QString &code, const QString &verifier)
{
    if (code.isEmpty() || verifier.isEmpty())
        return invalid(u"invalid request: both auth code and code verifier should be non-empty"_s);
    const auto found = m_codes.find(code);
    if (found == m_codes.end())
        return SupabaseError{404, u"flow_state_not_found"_s, u"invalid flow state, no valid flow state found"_s};
    if (m_clock.wallMs() > found->startedMs + flowLifeMs) {
        m_codes.erase(found);
        return SupabaseError{422, u"flow_state_expired"_s, u"invalid flow state, flow state has expired"_s};
    }
    if (!found->pkce.isVerifiedBy(verifier)) {
        return SupabaseError{400, u"bad_code_verifier"_s,
                             u"code challenge does not match previously saved code verifier"_s};
    }
    Flow flow = *found;
    m_codes.erase(found);
    return flow;
}

} // namespace gm::sandbox
