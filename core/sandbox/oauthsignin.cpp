#include "core/sandbox/oauthsignin.h"

#include "core/sandbox/consentpage.h"
#include "core/sandbox/redirects.h"

#include <QJsonArray>

namespace gm::sandbox
{

using namespace Qt::StringLiterals;
using net::ServerResponse;

namespace
{

QString displayName(const QString &provider)
{
    return provider == u"google" ? u"Google"_s : provider == u"github" ? u"GitHub"_s : provider;
}

ServerResponse badState()
{
    const RedirectFields fields{{u"error"_s, u"invalid_request"_s},
                                {u"error_code"_s, u"bad_oauth_state"_s},
                                {u"error_description"_s, u"OAuth callback with invalid state"_s}};
    return redirectResponse(302, QUrl(siteUrl.toString()), fields, fields);
}

} // namespace

OauthSignIn::OauthSignIn(Accounts &accounts, FlowStates &flows, const TokenIssuer &issuer, base::Random &random,
                         QString baseUrl)
    : m_accounts(accounts)
    , m_flows(flows)
    , m_issuer(issuer)
    , m_random(random)
    , m_baseUrl(std::move(baseUrl))
{
}

QJsonObject OauthSignIn::providers()
{
    static const QStringList known{u"anonymous_users"_s, u"apple"_s,  u"azure"_s,    u"bitbucket"_s,  u"discord"_s,
                                   u"facebook"_s,        u"figma"_s,  u"fly"_s,      u"github"_s,     u"gitlab"_s,
                                   u"google"_s,          u"kakao"_s,  u"keycloak"_s, u"email"_s,      u"linkedin"_s,
                                   u"notion"_s,          u"phone"_s,  u"slack"_s,    u"slack_oidc"_s, u"spotify"_s,
                                   u"snapchat"_s,        u"twitch"_s, u"twitter"_s,  u"workos"_s,     u"zoom"_s,
                                   u"linkedin_oidc"_s};
    QJsonObject external;
    for (const QString &name : known)
        external.insert(name, name == u"google" || name == u"github" || name == u"email");
    return external;
}

SupabaseReply OauthSignIn::authorize(const SupabaseCall &call)
{
    const QString provider = call.queryValue(u"provider"_s).toLower();
    const bool isKnown = providers().contains(provider) && provider != u"email" && provider != u"phone" &&
                         provider != u"anonymous_users";
    if (!isKnown || !providers().value(provider).toBool()) {
        const QString why = isKnown ? u"provider is not enabled"_s : u"Provider %1 could not be found"_s.arg(provider);
        return SupabaseError{400, u"validation_failed"_s, u"Unsupported provider: "_s + why};
    }
    const auto pkce = Pkce::read(call.queryValue(u"code_challenge"_s), call.queryValue(u"code_challenge_method"_s));
    if (const auto *error = std::get_if<SupabaseError>(&pkce))
        return *error;
    const QString id = m_flows.begin({.method = {.method = u"oauth"_s, .provider = provider},
                                      .redirectTo = allowedRedirect(call.queryValue(u"redirect_to"_s)),
                                      .pkce = std::get<Pkce>(pkce)});
    return redirectResponse(302, QUrl(m_baseUrl + u"/provider/"_s + provider), {{u"flow"_s, id}});
}

SupabaseReply OauthSignIn::consent(const SupabaseCall &call)
{
    const QString provider = call.path.last();
    const Flow *flow = m_flows.find(call.queryValue(u"flow"_s));
    if (!flow || flow->method.provider != provider)
        return lostConsentPage();
    QList<User> users = m_accounts.users();
    std::sort(users.begin(), users.end(), [](const User &a, const User &b) { return a.email < b.email; });
    return consentPage(displayName(provider), u"/provider/%1/decision"_s.arg(provider), flow->id, users);
}

SupabaseReply OauthSignIn::decide(const SupabaseCall &call)
{
    Flow *flow = m_flows.find(call.queryValue(u"flow"_s));
    const User *user = m_accounts.userByEmail(call.queryValue(u"account"_s));
    const bool isDenied = !call.queryValue(u"deny"_s).isEmpty();
    if (!flow || (!user && !isDenied))
        return lostConsentPage();
    RedirectFields answer{{u"state"_s, flow->id}};
    if (isDenied) {
        answer << RedirectFields{{u"error"_s, u"access_denied"_s},
                                 {u"error_description"_s, u"The user has denied access"_s}};
    } else {
        flow->userId = user->id;
        flow->providerCode = QString::fromLatin1(m_random.token(24));
        answer << RedirectFields{{u"code"_s, flow->providerCode}};
    }
    return redirectResponse(302, QUrl(m_baseUrl + u"/auth/v1/callback"_s), answer);
}

SupabaseReply OauthSignIn::callback(const SupabaseCall &call)
{
    Flow *found = m_flows.find(call.queryValue(u"state"_s));
    if (!found)
        return badState();
    const Flow flow = *found;
    m_flows.forget(flow.id);
    if (const QString error = call.queryValue(u"error"_s); !error.isEmpty()) {
        const QString description = call.queryValue(u"error_description"_s).replace(u'+', u' ');
        const RedirectFields fields{{u"error"_s, error}, {u"error_description"_s, description}};
        return redirectResponse(302, flow.redirectTo, fields, fields + RedirectFields{{u"sb"_s, QString()}});
    }
    if (flow.providerCode.isEmpty() || call.queryValue(u"code"_s) != flow.providerCode) {
        const RedirectFields fields{{u"error"_s, u"server_error"_s},
                                    {u"error_code"_s, u"unexpected_failure"_s},
                                    {u"error_description"_s, u"Unable to exchange external code"_s}};
        return redirectResponse(302, flow.redirectTo, fields, fields + RedirectFields{{u"sb"_s, QString()}});
    }
    return signedInRedirect(302, flow, m_accounts, m_flows, m_issuer);
}

SupabaseReply OauthSignIn::exchange(const SupabaseCall &call)
{
    const auto redeemed =
        m_flows.redeem(call.body.value(u"auth_code"_s).toString(), call.body.value(u"code_verifier"_s).toString());
    if (const auto *error = std::get_if<SupabaseError>(&redeemed))
        return *error;
    const Flow &flow = std::get<Flow>(redeemed);
    QJsonObject extra;
    if (!flow.method.provider.isEmpty())
        extra.insert(u"provider_token"_s, QString::fromLatin1(m_random.token(32)));
    return m_issuer.sessionResponse(m_accounts.signIn(flow.userId, flow.method), extra);
}

ServerResponse signedInRedirect(int status, const Flow &flow, Accounts &accounts, FlowStates &flows,
                                const TokenIssuer &issuer, const QString &implicitType)
{
    if (!flow.pkce.isEmpty())
        return redirectResponse(status, flow.redirectTo, {{u"code"_s, flows.codeFor(flow)}});
    const QJsonObject session = issuer.sessionJson(accounts.signIn(flow.userId, flow.method));
    RedirectFields fragment;
    for (const auto &name : {u"access_token"_s, u"expires_at"_s, u"expires_in"_s, u"refresh_token"_s, u"token_type"_s})
        fragment << std::pair(name, session.value(name).toVariant().toString());
    if (!implicitType.isEmpty())
        fragment << std::pair(u"type"_s, implicitType);
    return redirectResponse(status, flow.redirectTo, {}, fragment + RedirectFields{{u"sb"_s, QString()}});
}

} // namespace gm::sandbox
