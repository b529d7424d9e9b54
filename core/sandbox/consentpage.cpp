#include "core/sandbox/consentpage.h"

#include <QCoreApplication>

namespace gm::sandbox
{

using namespace Qt::StringLiterals;

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("gm::sandbox::ConsentPage", text);
}

constexpr QStringView frame = uR"(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>%1</title>
<style>
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 26rem; margin: 12vh auto; padding: 0 1rem; }
form { display: grid; gap: .5rem; margin-top: 1.5rem; }
button { font: inherit; padding: .6rem 1rem; text-align: start; border: 1px solid #838b98; border-radius: 6px; cursor: pointer; }
button:focus-visible { outline: 3px solid #1f5fd0; }
</style>
</head>
<body>
<main>
<h1>%1</h1>
<p>%2</p>
%3
</main>
</body>
</html>
)";

net::ServerResponse pageResponse(int status, const QString &title, const QString &text, const QString &content)
{
    return {.status = status,
            .headers = {{"Content-Type", "text/html; charset=utf-8"},
                        {"Cache-Control", "no-store"},
                        {"Referrer-Policy", "no-referrer"},
                        {"Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'"}},
            .body = frame.toString().arg(title, text, content).toUtf8()};
}

QString button(const QString &id, const QString &name, const QString &value, const QString &words)
{
    return u"<button id=\"%1\" name=\"%2\" value=\"%3\">%4</button>\n"_s.arg(
        id.toHtmlEscaped(), name, value.toHtmlEscaped(), words.toHtmlEscaped());
}

} // namespace

net::ServerResponse consentPage(const QString &providerName, const QString &action, const QString &flowId,
                                const QList<User> &users)
{
    QString form = u"<form method=\"get\" action=\"%1\">\n"_s.arg(action.toHtmlEscaped());
    form += u"<input type=\"hidden\" name=\"flow\" value=\"%1\">\n"_s.arg(flowId.toHtmlEscaped());
    for (const User &user : users)
        form += button(u"account-"_s + user.email, u"account"_s, user.email, tr("Continue as %1").arg(user.email));
    form += button(u"deny"_s, u"deny"_s, u"1"_s, tr("Deny"));
    form += u"</form>"_s;
    return pageResponse(200, tr("Sign in with %1, in the sandbox").arg(providerName.toHtmlEscaped()),
                        tr("Genie Monitor asks who you are. Nothing here leaves this computer: the sandbox plays the "
                           "provider."),
                        form);
}

net::ServerResponse lostConsentPage()
{
    return pageResponse(404, tr("This sign-in is over"), tr("Start it again in Genie Monitor."), QString());
}

} // namespace gm::sandbox
