#include "core/timeline/filterkeys.h"

#include "core/base/duration.h"
#include "core/timeline/runs.h"
#include "core/timeline/titles.h"

#include <QCoreApplication>
#include <QSet>

#include <array>

namespace gm::timeline
{

using base::Error;
using base::Result;

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("gm::timeline::Filter", text);
}

/// @name Reading values
/// @{
Result<void> readAny(FilterTerm &)
{
    return {};
}

Error notOneOf(const QString &text, const QString &what, const QStringList &words)
{
    return {.code = 1201,
            .what = what.arg(text),
            .next = tr("Write one of these: %1.").arg(words.join(QStringLiteral(", ")))};
}

QStringList kindWords()
{
    QStringList words;
    for (const genie::EventKind kind : allKinds())
        words << kindWord(kind);
    return words;
}

QStringList flagWords()
{
    QStringList words;
    for (const EventFlag flag : allFlags())
        words << flagWord(flag);
    return words;
}

Result<void> readKind(FilterTerm &term)
{
    const QStringList words = kindWords();
    term.number = words.indexOf(term.text);
    if (term.number < 0)
        return notOneOf(term.text, tr("\"%1\" is not a kind of event."), words);
    return {};
}

Result<void> readFlag(FilterTerm &term)
{
    for (const EventFlag flag : allFlags()) {
        if (flagWord(flag) == term.text) {
            term.number = qint64(flag);
            return {};
        }
    }
    return notOneOf(term.text, tr("\"%1\" is not a flag."), flagWords());
}

Result<void> readDuration(FilterTerm &term)
{
    struct Sign {
        QStringView text;
        Comparison comparison;
    };
    // Longer signs first: ">" begins ">=".
    static constexpr std::array signs{Sign{u">=", Comparison::GreaterOrEqual}, Sign{u"<=", Comparison::LessOrEqual},
                                      Sign{u">", Comparison::Greater}, Sign{u"<", Comparison::Less},
                                      Sign{u"=", Comparison::Equal}};
    QStringView rest = term.text;
    for (const Sign &sign : signs) {
        if (rest.startsWith(sign.text)) {
            term.comparison = sign.comparison;
            rest = rest.mid(sign.text.size());
            break;
        }
    }
    const bool isNegative = rest.startsWith(u'-');
    const auto duration = base::parseDuration(rest.mid(isNegative ? 1 : 0).toString());
    if (!duration) {
        Error error = duration.error();
        error.what = tr("\"%1\" is not a duration.").arg(rest);
        return error;
    }
    term.number = isNegative ? -duration->count() : duration->count();
    return {};
}
/// @}

/// @name Comparing
/// @{
template <TextKey Label::*field>
bool textMatches(const FilterTerm &term, const FilterContext &context, const Label &label)
{
    return matchesWildcard(context.store.text(label.*field), term.text);
}

bool kindMatches(const FilterTerm &term, const FilterContext &, const Label &label)
{
    return qint64(label.kind) == term.number;
}

bool conversationMatches(const FilterTerm &term, const FilterContext &context, const Label &label)
{
    const QString &id = context.store.text(label.conversation);
    const QString title = context.titles.titleOf(base::ConversationId(id));
    if (term.text.contains(u'*'))
        return matchesWildcard(id, term.text) || matchesWildcard(title, term.text);
    return id.startsWith(term.text, Qt::CaseInsensitive) || title.contains(term.text, Qt::CaseInsensitive);
}

void flagsMatch(const FilterTerm &term, const FilterContext &, const EventStore::Block &block,
                std::span<quint8> matches)
{
    for (size_t i = 0; i < matches.size(); ++i)
        matches[i] = quint8((block.flags[i] & term.number) != 0);
}

bool compares(qint64 value, const FilterTerm &term)
{
    switch (term.comparison) {
    case Comparison::Equal:
        return value == term.number;
    case Comparison::Less:
        return value < term.number;
    case Comparison::LessOrEqual:
        return value <= term.number;
    case Comparison::Greater:
        return value > term.number;
    case Comparison::GreaterOrEqual:
        return value >= term.number;
    }
    return false;
}

void lagsMatch(const FilterTerm &term, const FilterContext &context, const EventStore::Block &block,
               std::span<quint8> matches)
{
    for (size_t i = 0; i < matches.size(); ++i) {
        if (block.lag[i] >= Segment::lagLimit) {
            matches[i] = quint8(compares(block.lag[i], term));
            continue;
        }
        const std::optional<qint64> lag = context.store.lagMs(base::RowIndex(block.first.value() + qint64(i)));
        matches[i] = quint8(lag && compares(*lag, term));
    }
}

void runsMatch(const FilterTerm &term, const FilterContext &context, const EventStore::Block &block,
               std::span<quint8> matches)
{
    for (size_t i = 0; i < matches.size(); ++i) {
        const Run &run = context.runs.at(context.runs.runOf(base::RowIndex(block.first.value() + qint64(i))));
        matches[i] = quint8(matchesWildcard(run.id.text(), term.text) || QString::number(run.number) == term.text);
    }
}
/// @}

/// @name Suggesting
/// @{
template <TextKey Label::*field>
QStringList seenTexts(const EventStore &store, const Titles &)
{
    QSet<QString> seen;
    for (size_t i = 0; i < store.labels().size(); ++i)
        seen << store.text(store.labels().at(LabelId(i)).*field);
    seen.remove(QString());
    QStringList texts(seen.begin(), seen.end());
    texts.sort();
    return texts;
}

QStringList seenConversations(const EventStore &store, const Titles &titles)
{
    QStringList names;
    for (const QString &id : seenTexts<&Label::conversation>(store, titles))
        names << titles.nameOf(base::ConversationId(id));
    return names;
}

QStringList lagExamples(const EventStore &, const Titles &)
{
    return {QStringLiteral(">500ms"), QStringLiteral(">1s"), QStringLiteral(">3s"), QStringLiteral("<0ms")};
}

QStringList nothingToSuggest(const EventStore &, const Titles &)
{
    return {};
}
/// @}

constexpr std::array keys{
    FilterKey{
        u"kind", {}, readKind, kindMatches, nullptr, [](const EventStore &, const Titles &) { return kindWords(); }},
    FilterKey{u"status", {}, readAny, textMatches<&Label::status>, nullptr, seenTexts<&Label::status>},
    FilterKey{u"conversation", {}, readAny, conversationMatches, nullptr, seenConversations},
    FilterKey{u"latency", u"lag", readDuration, nullptr, lagsMatch, lagExamples},
    FilterKey{
        u"flag", {}, readFlag, nullptr, flagsMatch, [](const EventStore &, const Titles &) { return flagWords(); }},
    FilterKey{u"name", {}, readAny, textMatches<&Label::name>, nullptr, seenTexts<&Label::name>},
    FilterKey{u"role", {}, readAny, textMatches<&Label::role>, nullptr, seenTexts<&Label::role>},
    FilterKey{u"type", {}, readAny, textMatches<&Label::type>, nullptr, seenTexts<&Label::type>},
    FilterKey{u"client", {}, readAny, textMatches<&Label::client>, nullptr, seenTexts<&Label::client>},
    FilterKey{u"run", {}, readAny, nullptr, runsMatch, nothingToSuggest},
};

} // namespace

std::span<const FilterKey> filterKeys()
{
    return keys;
}

const FilterKey *findFilterKey(QStringView name)
{
    for (const FilterKey &key : keys) {
        if (key.name.compare(name, Qt::CaseInsensitive) == 0 ||
            (!key.alias.isEmpty() && key.alias.compare(name, Qt::CaseInsensitive) == 0))
            return &key;
    }
    return nullptr;
}

bool matchesWildcard(QStringView value, QStringView pattern)
{
    const auto star = pattern.indexOf(u'*');
    if (star < 0)
        return value.compare(pattern, Qt::CaseInsensitive) == 0;
    if (!value.startsWith(pattern.left(star), Qt::CaseInsensitive))
        return false;
    QStringView rest = value.mid(star);
    const QList<QStringView> parts = pattern.mid(star + 1).split(u'*');
    for (qsizetype i = 0; i + 1 < parts.size(); ++i) {
        const qsizetype at = rest.indexOf(parts[i], 0, Qt::CaseInsensitive);
        if (at < 0)
            return false;
        rest = rest.mid(at + parts[i].size());
    }
    return rest.endsWith(parts.last(), Qt::CaseInsensitive);
}

} // namespace gm::timeline
