/// The token in use and how the next one is got: one fetch at a time, shared by all who need it (RSA4, RSA8, RSA10).
#pragma once

#include "core/ably/clientoptions.h"
#include "core/ably/rest.h"
#include "core/ably/tokens.h"
#include "core/base/clock.h"

#include <QFuture>
#include <QObject>
#include <QPromise>

#include <optional>
#include <vector>

namespace gm::ably
{

/// Keeps one token. Answers every need() with one signal, at once or later; a need that joins a fetch under way is answered
/// by that fetch's signal.
class Authorizer : public QObject
{
    Q_OBJECT

public:
    /// @p source may be null. All references outlive this object.
    Authorizer(TokenSource *source, Rest &rest, base::Clock &clock, const ClientOptions &options,
               QObject *parent = nullptr);

    /// Asks for a token: any that is not known to be expired, or a new one (@p isFresh). A fetch under way is joined unless
    /// @p supersedes: then its result will be dropped and another fetch begins.
    void need(bool isFresh, bool supersedes);
    /// The same for a REST call, answered by a future alone as far as no fetch is needed. What a token source fails with is
    /// 40170/401 here (RSA4e).
    [[nodiscard]] QFuture<base::Result<TokenDetails>> obtain(bool isFresh, bool supersedes = false);
    /// @name What later fetches ask for, and whom: in place of what the options said (RSA10)
    /// @{
    void setParams(const TokenParams &params) { m_params = params; }
    void setSource(TokenSource *source) { m_source = source; } ///< Outlives this object.
    /// @}
    /// Forgets the token (RSA16d).
    void discard();

    [[nodiscard]] bool canRenew() const { return m_source != nullptr; }
    [[nodiscard]] const std::optional<TokenDetails> &token() const { return m_token; }
    /// By the options, else by the token; empty: nobody in particular, `*`: anybody (RSA7).
    [[nodiscard]] QString clientId() const;
    /// Why there can be no new token, for a client without a source: 40171, or 40106 if there never was one.
    [[nodiscard]] ErrorInfo whyNoRenewal() const;

Q_SIGNALS:
    /// token() may be used. @p isNew: it has just been obtained.
    void ready(bool isNew);
    /// 80019/401: worth another try later. Anything else is final: 80019/403, 40171, 40106, 40102.
    void failed(const gm::ably::ErrorInfo &error);

private:
    void fetch();
    void askSource(quint64 flight);
    [[nodiscard]] TokenParams paramsToAskFor() const;
    [[nodiscard]] std::optional<ErrorInfo> foreignerFault(const TokenDetails &token) const;
    /// Why a token, a fresh one or any, can be neither used nor fetched.
    [[nodiscard]] std::optional<ErrorInfo> whyNot(bool isFresh) const;
    void onReply(quint64 flight, const base::Result<TokenReply> &reply);
    void onToken(quint64 flight, const base::Result<TokenDetails> &token);
    void land(const std::optional<ErrorInfo> &error);
    [[nodiscard]] bool isUsable() const;

    TokenSource *m_source;
    Rest &m_rest;
    base::Clock &m_clock;
    QString m_clientId;
    TokenParams m_params;
    bool m_queriesTime;
    std::chrono::milliseconds m_limit;
    std::optional<TokenDetails> m_token;
    bool m_hadToken;
    quint64 m_flight = 0; ///< Number of the fetch whose result counts.
    bool m_isFetching = false;
    base::TimerHandle m_overdue;
    std::vector<QPromise<base::Result<TokenDetails>>> m_waiting; ///< Of obtain(), for the fetch under way.
};

} // namespace gm::ably
