/// Signing in, whichever way: password, browser, code by email, and the second step where the account has one.
#pragma once

#include "core/supabase/loopbackredirect.h"
#include "core/supabase/pkce.h"
#include "core/supabase/sessionkeeper.h"
#include "core/supabase/signinstep.h"

#include <QObject>

namespace gm::supabase
{

/// One sign-in at a time, the same for window and command line. What is entered goes to Supabase and is kept nowhere; the
/// session goes to the SessionKeeper when the last step is done, not before. A refusal leaves an earlier session as it was.
class SignIn final : public QObject
{
    Q_OBJECT

public:
    /// Opens an address in the system's browser; false: it could not.
    using OpenUrl = std::function<bool(const QUrl &)>;

    /// References outlive this. Without @p openUrl the address is shown only.
    SignIn(AuthClient &auth, SessionKeeper &keeper, base::Clock &clock, base::Random &random, OpenUrl openUrl,
           QObject *parent = nullptr);
    ~SignIn() override;

    [[nodiscard]] const SignInStep &step() const { return m_step; }
    /// Whether the session will be written to the keychain. Applies to what is begun after it.
    void setPersistence(Persistence persistence) { m_persistence = persistence; }
    [[nodiscard]] Persistence persistence() const { return m_persistence; }

    /// @name Begin
    /// What was under way before is given up.
    /// @{
    void beginPassword(const QString &email, const base::Secret &password);
    /// Asks whether the project offers @p provider, then opens the browser: AwaitingBrowser.
    void beginProvider(const QString &provider);
    /// Has a code mailed: AwaitingCode. Also for another code.
    void requestEmailCode(const QString &email);
    /// @}

    /// In AwaitingBrowser; false when there is none to open.
    bool openBrowserAgain();
    /// In AwaitingCode: 6 to 10 digits, blanks do not matter.
    void verifyEmailCode(const base::Secret &code);
    /// In AwaitingTotp: six digits. @p factorId empty: the first of the step's factors.
    void verifyTotp(const base::Secret &code, const QString &factorId = {});
    /// Gives up what is under way: Idle. A session half signed in is ended; finishes when Supabase has heard of it.
    QFuture<base::Result<void>> cancel();

Q_SIGNALS:
    void stepChanged(const gm::supabase::SignInStep &step);

private:
    /// An offer of Supabase to prove a factor; may be answered again after a wrong code.
    struct Challenge {
        QString id{};
        QString factorId{};
    };

    void begin(const QString &email);
    [[nodiscard]] bool checkEmail();
    void setStep(SignInStep::Kind kind, std::optional<base::Error> error = std::nullopt);
    void fail(const base::Error &error);
    void whenSignedIn(QFuture<base::Result<Session>> answer, std::function<void(const base::Error &)> refused);
    void openBrowser(const base::Result<AuthSettings> &offered);
    void exchange(const base::Secret &code);
    void take(const Session &session);
    void finish(const Session &session);
    QFuture<base::Result<void>> endSession(const Session &session);

    void answerChallenge(const base::Secret &code);
    void handleTotpRefusal(const base::Error &error);
    void reloadFactors(const base::Error &reason);
    void offerFactors(const QList<Factor> &factors, const std::optional<base::Error> &reason = std::nullopt);

    AuthClient &m_auth;
    SessionKeeper &m_keeper;
    base::Random &m_random;
    OpenUrl m_openUrl;
    LoopbackRedirect m_redirect;
    Persistence m_persistence = Persistence::Stored;
    SignInStep m_step;
    Pkce m_pkce;                   ///< Of the browser's part under way.
    std::optional<Session> m_held; ///< Waits for the second step; not published.
    Challenge m_challenge;
    bool m_isFinishing = false; ///< The keeper is taking the session over.
    quint64 m_attempt = 0;      ///< Late answers to an earlier attempt are dropped by it.
};

} // namespace gm::supabase
