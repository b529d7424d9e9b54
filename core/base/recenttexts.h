/// Texts that come again and again, shared instead of made anew.
#pragma once

#include <QByteArray>
#include <QString>

#include <array>
#include <functional>
#include <string_view>

namespace gm::base
{

/// Equal; found out without a look at the characters where both share one text.
[[nodiscard]] inline bool isSameText(const QString &a, const QString &b)
{
    return (a.constData() == b.constData() && a.size() == b.size()) || a == b;
}

/// A handful of texts as they were last asked for, each in the place its hash gives it.
class RecentTexts
{
public:
    [[nodiscard]] QString textOf(std::string_view utf8)
    {
        if (utf8.empty() || utf8.size() > longest)
            return QString::fromUtf8(utf8.data(), qsizetype(utf8.size()));
        Entry &entry = m_entries[std::hash<std::string_view>{}(utf8) % m_entries.size()];
        if (std::string_view(entry.utf8.constData(), size_t(entry.utf8.size())) != utf8) {
            entry.utf8 = QByteArray(utf8.data(), qsizetype(utf8.size()));
            entry.text = QString::fromUtf8(entry.utf8);
        }
        return entry.text;
    }

private:
    static constexpr size_t longest = 128;
    struct Entry {
        QByteArray utf8;
        QString text;
    };
    std::array<Entry, 64> m_entries{};
};

} // namespace gm::base
