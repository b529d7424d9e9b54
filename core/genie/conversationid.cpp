#include "core/genie/conversationid.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QUrl>

namespace gm::genie
{

using base::ConversationId;
using base::Error;
using base::Result;

namespace
{

constexpr int shortestId = 24; ///< A UUID has 36, or 32 without hyphens; a few may have been lost in copying.
constexpr int longestId = 64;

QString tr(const char *text)
{
    return QCoreApplication::translate("gm::genie::ConversationId", text);
}

bool canBeId(QStringView text)
{
    const auto isIdCharacter = [](QChar c) {
        return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9') || c == u'-' ||
               c == u'_';
    };
    return text.size() >= shortestId && text.size() <= longestId &&
           std::all_of(text.begin(), text.end(), isIdCharacter);
}

bool isWebAddress(const QString &text)
{
    return text.startsWith(u"http://", Qt::CaseInsensitive) || text.startsWith(u"https://", Qt::CaseInsensitive);
}

/// The last UUID of an address, which also finds it in a query or a fragment; else its last path segment.
QString idInAddress(const QString &address)
{
    static const QRegularExpression uuid(
        QStringLiteral("(?<![0-9A-Fa-f-])[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}(?![0-9A-Fa-f-])"));
    const QUrl url(address);
    const QString path = url.path();
    const QString beyondHost = path + u' ' + url.query(QUrl::FullyDecoded) + u' ' + url.fragment(QUrl::FullyDecoded);
    QString found;
    for (auto matches = uuid.globalMatch(beyondHost); matches.hasNext();)
        found = matches.next().captured();
    return found.isEmpty() ? path.section(u'/', -1, -1, QString::SectionSkipEmpty) : found;
}

QString withoutWrapping(const QString &text)
{
    static const QRegularExpression edges(QStringLiteral("^[\\s\"'`<>()\\[\\]{}]+|[\\s\"'`<>()\\[\\]{}.]+$"));
    QString result = text;
    result.remove(edges);
    constexpr QStringView prefix = u"conversation:";
    if (isWebAddress(result))
        result = idInAddress(result);
    if (result.startsWith(prefix, Qt::CaseInsensitive))
        result = result.mid(prefix.size()).trimmed();
    return result;
}

} // namespace

Result<ConversationId> parseConversationId(const QString &text)
{
    const QString id = withoutWrapping(text);
    if (canBeId(id))
        return ConversationId(id);
    return Error{.id = QStringLiteral("GM-CONVERSATION-ID"),
                 .what = tr("\"%1\" is not a conversation id.").arg(text.trimmed().left(80)),
                 .next = tr("Copy the id from the address bar of the web app: 36 characters like "
                            "2f90d3c7-61be-4c11-9d0a-7be1c40d2a35.")};
}

QString PastedIds::refusalText() const
{
    if (refused.isEmpty())
        return {};
    if (ids.isEmpty() && refused.size() == 1)
        return tr("This is not a conversation id: %1.").arg(refused.first());
    return tr("%1 of %2 are not conversation ids and were left out: %3.")
        .arg(refused.size())
        .arg(ids.size() + refused.size())
        .arg(refused.join(QStringLiteral(", ")));
}

PastedIds parsePastedIds(const QString &text)
{
    static const QRegularExpression separators(QStringLiteral("[\\s,;|\"'`<>()\\[\\]{}]+"));
    PastedIds result;
    QString whole = text;
    // "conversation: 42…" with a blank is still one piece.
    static const QRegularExpression looseprefix(QStringLiteral("conversation:\\s+"),
                                                QRegularExpression::CaseInsensitiveOption);
    whole.replace(looseprefix, QStringLiteral("conversation:"));
    const QStringList pieces = whole.split(separators, Qt::SkipEmptyParts);
    for (const QString &piece : pieces) {
        const Result<ConversationId> id = parseConversationId(piece);
        if (!id)
            result.refused.append(piece.left(80));
        else if (!result.ids.contains(*id))
            result.ids.append(*id);
    }
    return result;
}

} // namespace gm::genie
