#include "core/timeline/filter.h"
#include "core/timeline/filterkeys.h"

namespace gm::timeline
{

namespace
{

constexpr qsizetype mostSuggestions = 50;

/// Begin of the word that ends at @p cursor; blanks inside quotes do not part words.
qsizetype wordStart(QStringView text, qsizetype cursor)
{
    qsizetype from = 0;
    bool isQuoted = false;
    for (qsizetype i = 0; i < cursor; ++i) {
        if (text[i] == u'"')
            isQuoted = !isQuoted;
        else if (!isQuoted && (text[i].isSpace() || text[i] == u'(' || text[i] == u')'))
            from = i + 1;
    }
    if (from < cursor && text[from] == u'-')
        ++from;
    return from;
}

QString quoted(QString value)
{
    if (!value.contains(u' ') && !value.contains(u'(') && !value.contains(u')') && !value.contains(u'"'))
        return value;
    value.replace(u'\\', QStringLiteral("\\\\")).replace(u'"', QStringLiteral("\\\""));
    return u'"' + value + u'"';
}

} // namespace

Filter::Suggestions Filter::suggest(const QString &text, qsizetype cursor, const EventStore &store,
                                    const Titles &titles)
{
    cursor = std::clamp<qsizetype>(cursor, 0, text.size());
    Suggestions found;
    found.from = wordStart(text, cursor);
    found.length = cursor - found.from;
    const QString word = text.mid(found.from, found.length);
    const qsizetype colon = word.indexOf(u':');
    if (colon < 0) {
        for (const FilterKey &key : filterKeys()) {
            if (!word.startsWith(u'"') && key.name.startsWith(word, Qt::CaseInsensitive))
                found.texts << key.name.toString() + u':';
        }
        return found;
    }
    const FilterKey *key = findFilterKey(word.left(colon));
    if (key == nullptr)
        return found;
    QString typed = word.mid(colon + 1);
    typed.remove(u'"');
    QStringList inside;
    for (const QString &value : key->values(store, titles)) {
        const QString whole = word.left(colon + 1) + quoted(value);
        if (value.startsWith(typed, Qt::CaseInsensitive))
            found.texts << whole;
        else if (value.contains(typed, Qt::CaseInsensitive))
            inside << whole;
    }
    found.texts << inside;
    found.texts.resize(std::min(found.texts.size(), mostSuggestions));
    return found;
}

} // namespace gm::timeline
