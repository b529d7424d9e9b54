/// The system's browser, for the sign-in's own page.
#pragma once

#include <QUrl>

namespace gm::app
{

/// Opens @p url; false where there is no browser to start: no display, no program. `BROWSER` names another one, as it does
/// for other programs of the terminal.
[[nodiscard]] bool openInBrowser(const QUrl &url);

} // namespace gm::app
