/// Where the pages around a page are (TG).
#pragma once

#include "core/net/httpclient.h"

#include <QUrl>

namespace gm::ably
{

/// Addresses resolved against the one the page came from; empty: there is no such page.
struct PageLinks {
    QUrl first{};
    QUrl current{};
    QUrl next{};
};

/// Reads Link headers: one line or several, relations quoted or bare, several to a link, parameters in any order.
[[nodiscard]] PageLinks pageLinksOf(const net::HttpReply &reply);

} // namespace gm::ably
