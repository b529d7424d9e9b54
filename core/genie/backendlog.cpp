#include "core/genie/backendlog.h"

#include "core/genie/loghead.h"

#include <QRegularExpression>

#include <array>

namespace gm::genie
{

using namespace Qt::StringLiterals;

namespace
{

/// The backend's words for what it publishes, after "Published" and after "Error publishing".
struct Word {
    QStringView published;
    QStringView failed;
    PublishKind kind;
};
constexpr std::array words{
    Word{u"message", u"message", PublishKind::Message},
    Word{u"status", u"status", PublishKind::Status},
    Word{u"completion", u"completion", PublishKind::Completion},
    Word{u"stream end", u"stream end", PublishKind::StreamEnd},
    Word{u"token", u"stream token", PublishKind::StreamToken},
};

PublishKind kindOf(QStringView text, QStringView Word::*side)
{
    for (const Word &word : words) {
        if (text == word.*side)
            return word.kind;
    }
    return PublishKind::Other;
}

/// Of a token its text without the quotes Python puts around it.
QString withoutQuotes(const QString &text)
{
    const bool isQuoted =
        text.size() >= 2 && text.front() == text.back() && (text.front() == u'\'' || text.front() == u'"');
    return isQuoted ? text.mid(1, text.size() - 2) : text;
}

std::optional<Publication> readPublication(const QString &text)
{
    // The id ends the line, or is followed by " - status" or ": 'token'".
    static const QRegularExpression form(
        u"^Published ([\\w.-]+(?: end)?) to (?:conversation:)?([A-Za-z0-9_-]{1,64})(?: - (.{1,200})|: (.{0,2000}))?$"_s,
        QRegularExpression::DotMatchesEverythingOption | QRegularExpression::UseUnicodePropertiesOption);
    const auto match = form.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    const PublishKind kind = kindOf(match.capturedView(1), &Word::published);
    const QString status = match.captured(3).trimmed();
    if ((kind == PublishKind::Status) == status.isEmpty())
        return std::nullopt; // a status without its value, or a value where none belongs
    Publication publication{.kind = kind, .conversation = base::ConversationId(match.captured(2))};
    if (kind == PublishKind::Status)
        publication.detail = status;
    else if (kind == PublishKind::StreamToken)
        publication.detail = withoutQuotes(match.captured(4));
    else if (kind == PublishKind::Other)
        publication.detail = match.captured(1);
    return publication;
}

/// What follows the first colon, shortened.
QString reasonIn(const QString &text)
{
    return text.mid(text.indexOf(u':') + 1).trimmed().left(maxReasonLength);
}

std::optional<PublishError> readPublishError(const QString &text)
{
    static const QRegularExpression form(u"^Error publishing ([\\w.-]+(?: end| token)?) to Ably:"_s,
                                         QRegularExpression::UseUnicodePropertiesOption);
    const auto match = form.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    return PublishError{.kind = kindOf(match.capturedView(1), &Word::failed), .reason = reasonIn(text)};
}

std::optional<BackendFault> readFault(const QString &text)
{
    if (text.startsWith(u"JWT verification failed:"))
        return BackendFault{.kind = BackendFault::Kind::TokenRefused, .reason = reasonIn(text)};
    if (text.startsWith(u"Error processing initial message:") ||
        text.startsWith(u"Error processing goal from answers:"))
        return BackendFault{.kind = BackendFault::Kind::RunDied, .reason = reasonIn(text)};
    return std::nullopt;
}

} // namespace

LogLine readLogLine(QByteArrayView line, const LogOptions &options)
{
    if (line.size() > maxLogLineBytes)
        return {};
    const LogText read = readLogHead(QString::fromUtf8(line), options.zone);
    const auto timed = [&read](auto found) -> LogLine {
        found.atMs = read.atMs;
        return found;
    };
    if (auto publication = readPublication(read.message))
        return timed(*std::move(publication));
    if (auto error = readPublishError(read.message))
        return timed(*std::move(error));
    if (auto fault = readFault(read.message))
        return timed(*std::move(fault));
    return {};
}

} // namespace gm::genie
