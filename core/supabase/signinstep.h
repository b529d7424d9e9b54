/// Where a sign-in stands, as a value for a window or a terminal to show.
#pragma once

#include "core/supabase/session.h"

#include <QMetaType>
#include <QUrl>

namespace gm::supabase
{

/// The browser's part of a sign-in.
struct BrowserWait {
    QString provider{};                ///< `google`, `github` …
    QUrl url{};                        ///< To open in a browser of this computer.
    bool isOpened = false;             ///< False: no browser could be started; show `url`.
    QString returnsTo{};               ///< Where the answer is awaited: `127.0.0.1:49731`.
    std::chrono::milliseconds until{}; ///< Clock::now() at which waiting ends.
};

struct SignInStep {
    enum class Kind {
        Idle,            ///< Nothing is under way.
        Working,         ///< Supabase is being asked; the fields of the step before stay.
        AwaitingBrowser, ///< The user signs in in the browser: `browser`.
        AwaitingCode,    ///< A code was mailed to `email`.
        AwaitingTotp,    ///< The account asks for the code of an authenticator app: one of `factors`.
        Done,            ///< The keeper holds the session.
        Failed,          ///< `error` says why. Any begin starts anew.
    };
    Kind kind = Kind::Idle;
    QString email{};
    BrowserWait browser{};
    QList<Factor> factors{};
    std::optional<base::Error> error{}; ///< In AwaitingCode and AwaitingTotp: why the last entry was not taken.
};

} // namespace gm::supabase

Q_DECLARE_METATYPE(gm::supabase::SignInStep)
