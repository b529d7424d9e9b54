/// What a token allows on which channels, by Ably's rules.
#pragma once

#include "core/base/ids.h"
#include "core/base/result.h"

#include <QMap>
#include <QSet>
#include <QString>

namespace gm::ably
{

/// True if @p pattern names @p channel, by the rules below.
[[nodiscard]] bool patternCovers(const QString &pattern, const base::ChannelName &channel);

/// Channel patterns with the operations each allows. Patterns match whole `:` segments: `*` in the middle stands for one
/// segment, at the end for one or more; `conv*` is plain text; `[*]*` covers metachannels as well.
class Capability
{
public:
    Capability() = default;

    /// Reads `{"pattern": ["op", …]}`. Error 40003 with the place when it is something else.
    [[nodiscard]] static base::Result<Capability> parse(const QString &json);

    /// True if some pattern that covers @p channel allows @p operation (`subscribe`, `history` …).
    [[nodiscard]] bool allows(const base::ChannelName &channel, const QString &operation) const;
    /// What both allow.
    [[nodiscard]] Capability intersectedWith(const Capability &other) const;

    [[nodiscard]] bool isEmpty() const { return m_operations.isEmpty(); }
    /// Pattern → operations.
    [[nodiscard]] const QMap<QString, QSet<QString>> &operations() const { return m_operations; }
    /// Canonical JSON text: patterns and operations sorted, no spaces.
    [[nodiscard]] QString toText() const;

private:
    QMap<QString, QSet<QString>> m_operations;
};

} // namespace gm::ably
