/// What went wrong, in the form a person can act on.
#pragma once

#include <QString>
#include <QUrl>

#include <memory>

namespace gm::base
{

/// A failure as a value. Every text is translated and complete; `id` and `code` are what a user quotes.
struct Error {
    int code = 0;   ///< The protocol's number (40142, 80008 …), else ours from 1000 on; 0: none.
    int status = 0; ///< HTTP-like status beside the code; 0: none.
    QString id{};   ///< The name to quote: `GM-BACKEND-401`, `invalid_credentials`; may be empty.
    QString what{}; ///< What happened, one sentence.
    QString why{};  ///< The cause as far as known; may be empty.
    QString next{}; ///< What to do now; may be empty.
    QUrl help{};    ///< A page about the code; may be empty.
    std::shared_ptr<const Error> cause{}; ///< The failure below this one.
    int retryAfterS = 0;                  ///< Seconds the service asks to wait before the next try; 0: it did not say.

    /// "id, code" for quoting: `GM-TOKEN-500`, `invalid_credentials, 400`, `40160`.
    [[nodiscard]] QString reference() const;
    /// All parts as one line of text: what, why, next and the reference in brackets.
    [[nodiscard]] QString toText() const;
    /// A copy with @p inner as its cause.
    [[nodiscard]] Error causedBy(Error inner) const;
};

} // namespace gm::base
