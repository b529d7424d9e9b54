/// Reading typed fields from the values of either wire format, leniently: what does not fit is noted and left out.
#pragma once

#include "core/ably/framelimits.h"
#include "core/ably/jsontext.h"
#include "core/base/recenttexts.h"
#include "core/base/secret.h"

#include <QStringList>

#include <chrono>
#include <cmath>
#include <optional>
#include <string_view>

namespace gm::ably
{

/// What a value on the wire is, as far as frames care.
enum class NodeType { Null, Text, Binary, Integer, Real, Boolean, Object, Array };

/// A Node is one value on the wire. It is used once and offers:
///   NodeType type()
///   std::string_view bytes()            the content of Text and Binary, unescaped; valid until the next frame
///   std::optional<qint64> integer()     of Integer; nothing when it does not fit
///   std::optional<double> real()        of Real
///   QByteArray jsonText()               any value as JSON text, as it came (not validated)
///   void eachField(f), eachItem(f)      call f(std::string_view, Node &) and f(Node &); stop at malformed input
/// Unused nodes are skipped. Malformed input is noticed by the owner of the nodes.
template <typename Node>
class FieldReading
{
public:
    FieldReading(QStringList &misfits, base::RecentTexts &recent)
        : m_misfits(misfits)
        , m_recent(recent)
    {
    }

    /// Where a field stands: `messages[2].`, `error.`; for misfits.
    struct Place {
        const char *name = "";
        int index = -1;
    };

    /// Calls @p f for every field that is not null.
    template <typename F>
    void each(Node &node, F f)
    {
        node.eachField([&f](std::string_view key, Node &value) {
            if (value.type() != NodeType::Null)
                f(key, value);
        });
    }

    template <typename F>
    void object(Place place, std::string_view key, Node &node, F f)
    {
        if (node.type() == NodeType::Object)
            f(node);
        else
            misfit(place, key);
    }

    template <typename F>
    void list(std::string_view key, Node &node, F f)
    {
        if (node.type() != NodeType::Array)
            return misfit({}, key);
        node.eachItem([this, &f](Node &item) {
            if (countEntry())
                f(item);
        });
    }

    /// False from the entry on that is one too many for a frame; all lists of the frame count together.
    bool countEntry() { return ++m_entries <= maxFrameEntries; }
    [[nodiscard]] bool hasTooManyEntries() const { return m_entries > maxFrameEntries; }

    void text(Place place, std::string_view key, Node &node, QString &out)
    {
        // Old packers write texts as raw or bin.
        if (node.type() == NodeType::Text || node.type() == NodeType::Binary)
            out = toText(node.bytes());
        else
            misfit(place, key);
    }

    /// For fields that say the same frame after frame.
    void repeatedText(Place place, std::string_view key, Node &node, QString &out)
    {
        if (node.type() == NodeType::Text)
            out = m_recent.textOf(node.bytes());
        else
            text(place, key, node, out);
    }

    void secret(Place place, std::string_view key, Node &node, base::Secret &out)
    {
        QString revealed;
        text(place, key, node, revealed);
        out = base::Secret(revealed);
    }

    void json(Place place, std::string_view key, Node &node, QByteArray &out)
    {
        QByteArray candidate = node.jsonText();
        if (isJsonText(candidate))
            out = std::move(candidate);
        else
            misfit(place, key);
    }

    void duration(Place place, std::string_view key, Node &node, std::chrono::milliseconds &out)
    {
        number(place, key, node, [&out](qint64 ms) { out = std::chrono::milliseconds(std::max<qint64>(0, ms)); });
    }

    template <typename F>
    bool number(Place place, std::string_view key, Node &node, F f)
    {
        if (const std::optional<qint64> value = wholeNumber(node)) {
            f(*value);
            return true;
        }
        misfit(place, key);
        return false;
    }

    /// A text as it is, another value as its JSON text.
    static QString asText(Node &node)
    {
        return node.type() == NodeType::Text ? toText(node.bytes()) : QString::fromUtf8(node.jsonText());
    }

    static QString toText(std::string_view utf8) { return QString::fromUtf8(utf8.data(), qsizetype(utf8.size())); }

    void misfit(Place place, std::string_view key)
    {
        if (m_misfits.size() >= maxFrameMisfits)
            return;
        QString path = QString::fromUtf8(place.name);
        if (place.index >= 0)
            path += QStringLiteral("[%1]").arg(place.index);
        if (!path.isEmpty())
            path += u'.';
        m_misfits.append(path + toText(key));
    }

private:
    /// In any width, also as a real or as decimal text.
    static std::optional<qint64> wholeNumber(Node &node)
    {
        constexpr double limit = 9.0e15; // from there on a double is no exact integer
        switch (node.type()) {
        case NodeType::Integer:
            return node.integer();
        case NodeType::Real: {
            const std::optional<double> value = node.real();
            return value && std::abs(*value) < limit ? std::optional(qint64(*value)) : std::nullopt;
        }
        case NodeType::Text:
        case NodeType::Binary: {
            bool isNumber = false;
            const qint64 value = toText(node.bytes()).toLongLong(&isNumber);
            return isNumber ? std::optional(value) : std::nullopt;
        }
        default:
            return std::nullopt;
        }
    }

    QStringList &m_misfits;
    base::RecentTexts &m_recent;
    int m_entries = 0;
};

} // namespace gm::ably
