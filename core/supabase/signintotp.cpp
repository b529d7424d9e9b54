// SignIn: the second step, for accounts that have one.
#include "core/base/whendone.h"
#include "core/supabase/autherror.h"
#include "core/supabase/signin.h"
#include "core/supabase/signincode.h"

#include <algorithm>

namespace gm::supabase
{

using namespace Qt::StringLiterals;
using base::Error;
using base::Result;
using base::Secret;
using Kind = SignInStep::Kind;

void SignIn::verifyTotp(const Secret &typed, const QString &factorId)
{
    if (m_step.kind != Kind::AwaitingTotp || !m_held)
        return;
    const QString factor = factorId.isEmpty() ? m_step.factors.first().id : factorId;
    const auto code = readCode(typed, 6, 6);
    if (!code) {
        setStep(Kind::AwaitingTotp, Error{.id = u"GM-SIGNIN-CODE"_s,
                                          .what = tr("This is not a code of an authenticator app."),
                                          .why = tr("It has six digits and nothing else."),
                                          .next = tr("Enter the code the app shows now.")});
        return;
    }
    setStep(Kind::Working);
    if (m_challenge.factorId == factor) {
        answerChallenge(*code);
        return;
    }
    // Asked for only now: a challenge is tied to this computer's address and lasts five minutes.
    base::whenDone(m_auth.challengeFactor(m_held->accessToken, factor), this,
                   [this, factor, code = *code, attempt = m_attempt](const Result<QString> &challenge) {
                       if (attempt != m_attempt)
                           return;
                       if (!challenge) {
                           handleTotpRefusal(challenge.error());
                           return;
                       }
                       m_challenge = {.id = *challenge, .factorId = factor};
                       answerChallenge(code);
                   });
}

void SignIn::answerChallenge(const Secret &code)
{
    whenSignedIn(m_auth.verifyFactor(m_held->accessToken, m_challenge.factorId, m_challenge.id, code),
                 [this](const Error &error) { handleTotpRefusal(error); });
}

void SignIn::handleTotpRefusal(const Error &error)
{
    // Only a wrong code leaves the challenge as it was.
    if (error.id != u"mfa_verification_failed")
        m_challenge = {};
    if (endsTheAttempt(error)) {
        m_held.reset();
        fail(error);
    } else if (error.id == u"mfa_factor_not_found") {
        reloadFactors(error);
    } else {
        setStep(Kind::AwaitingTotp, error);
    }
}

void SignIn::reloadFactors(const Error &reason)
{
    base::whenDone(m_auth.user(m_held->accessToken), this,
                   [this, reason, attempt = m_attempt](const Result<User> &user) {
                       if (attempt != m_attempt)
                           return;
                       if (user)
                           offerFactors(user->factors, reason);
                       else
                           setStep(Kind::AwaitingTotp, reason);
                   });
}

/// Asks for the code of one of @p factors; ends the attempt where none of them is an authenticator app.
void SignIn::offerFactors(const QList<Factor> &factors, const std::optional<Error> &reason)
{
    m_step.factors.clear();
    std::copy_if(factors.begin(), factors.end(), std::back_inserter(m_step.factors),
                 [](const Factor &factor) { return factor.type == u"totp"; });
    if (!m_step.factors.isEmpty()) {
        setStep(Kind::AwaitingTotp, reason);
        return;
    }
    endSession(*std::exchange(m_held, std::nullopt));
    fail({.id = u"GM-SIGNIN-FACTOR"_s,
          .what = tr("This account's second step cannot be done here."),
          .why = tr("Genie Monitor knows codes of an authenticator app, and the account has none."),
          .next = tr("Add an authenticator app to the account in the web app, then sign in again.")});
}

} // namespace gm::supabase
