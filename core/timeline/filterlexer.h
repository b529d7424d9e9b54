/// The words of a filter, with their places.
#pragma once

#include "core/timeline/filter.h"

#include <QList>

#include <variant>

namespace gm::timeline
{

struct FilterToken {
    enum class Type { Open, Close, Minus, Or, Text, Key };

    Type type = Type::Text;
    QString key{};   ///< Of Key, without the colon.
    QString value{}; ///< Of Key and Text, without quotes.
    qsizetype from = 0;
    qsizetype length = 0;
};

/// The only mistake at this level is a quote that is not closed.
[[nodiscard]] std::variant<QList<FilterToken>, FilterError> splitFilter(const QString &text);

} // namespace gm::timeline
