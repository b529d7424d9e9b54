#include "core/profile/envimport.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QProcessEnvironment>
#include <QRegularExpression>

#include <array>

namespace gm::profile
{

using namespace Qt::StringLiterals;
using base::Error;
using base::Result;

namespace
{

constexpr qint64 longestFile = 1024 * 1024;

QString tr(const char *text)
{
    return QCoreApplication::translate("gm::profile::EnvImport", text);
}

struct Assignment {
    QString name;
    QString value;
};

/// The rest of a line after `=`; nothing when a quote is not closed.
std::optional<QString> readValue(QStringView text)
{
    const QStringView trimmed = text.trimmed();
    if (trimmed.isEmpty())
        return QString();
    const QChar quote = trimmed.front();
    if (quote != u'"' && quote != u'\'') {
        static const QRegularExpression comment(u"(^|\\s)#.*$"_s);
        return trimmed.toString().remove(comment).trimmed();
    }
    QString value;
    for (qsizetype i = 1; i < trimmed.size(); ++i) {
        const QChar c = trimmed[i];
        if (c == quote)
            return value;
        if (c == u'\\' && quote == u'"' && i + 1 < trimmed.size()) {
            const QChar escaped = trimmed[++i];
            value.append(escaped == u'n' ? QChar(u'\n') : escaped);
        } else {
            value.append(c);
        }
    }
    return std::nullopt;
}

std::optional<Assignment> readLine(const QString &line)
{
    static const QRegularExpression form(u"^\\s*(?:export\\s+)?([A-Za-z_][A-Za-z0-9_.]*)\\s*=(.*)$"_s);
    const auto match = form.match(line);
    if (!match.hasMatch())
        return std::nullopt;
    const std::optional<QString> value = readValue(match.capturedView(2));
    if (!value)
        return std::nullopt;
    return Assignment{match.captured(1), *value};
}

/// Build tools publish variables under a prefix of theirs.
QString withoutPrefix(const QString &name)
{
    static constexpr std::array prefixes{u"VITE_",        u"NEXT_PUBLIC_", u"REACT_APP_",    u"EXPO_PUBLIC_",
                                         u"NUXT_PUBLIC_", u"PUBLIC_",      u"GENIE_MONITOR_"};
    for (const QStringView prefix : prefixes) {
        if (name.startsWith(prefix))
            return name.mid(prefix.size());
    }
    return name;
}

bool isSecret(const Assignment &line)
{
    static const QRegularExpression secretName(u"JWT_SECRET|SERVICE_ROLE|SERVICE_KEY|SUPABASE_SECRET|ABLY_(API_)?KEY"_s,
                                               QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression ablyKey(u"^[\\w-]+\\.[\\w-]+:[\\w+/=-]+$"_s);
    return secretName.match(line.name).hasMatch() || isServiceKey(line.value) || ablyKey.match(line.value).hasMatch();
}

/// Names that lead to one field, the most useful first.
struct Source {
    QString ProfileDraft::*field;
    QStringList names;
};

const QList<Source> &sources()
{
    static const QList<Source> list{
        {&ProfileDraft::supabaseUrl, {u"SUPABASE_URL"_s}},
        {&ProfileDraft::anonKey, {u"SUPABASE_ANON_KEY"_s, u"SUPABASE_PUBLISHABLE_KEY"_s, u"ANON_KEY"_s}},
        {&ProfileDraft::backendUrl, {u"API_URL"_s, u"BACKEND_URL"_s, u"API_BASE_URL"_s}},
        {&ProfileDraft::ablyEndpoint, {u"ABLY_ENDPOINT"_s}},
    };
    return list;
}

/// The one to use among those set: plain names before prefixed ones, in the order of the list.
const Assignment *bestFor(const Source &source, const QList<Assignment> &lines)
{
    for (const QString &name : source.names) {
        for (const bool isPlain : {true, false}) {
            for (const Assignment &line : lines) {
                const bool matches = isPlain ? line.name == name : withoutPrefix(line.name) == name;
                if (matches && !line.value.isEmpty())
                    return &line;
            }
        }
    }
    return nullptr;
}

struct Variable {
    const char *name;
    QString ProfileDraft::*target;
    ProfileField field;
    bool isRequired;
};

constexpr std::array variables{
    Variable{"GENIE_MONITOR_SUPABASE_URL", &ProfileDraft::supabaseUrl, ProfileField::SupabaseUrl, true},
    Variable{"GENIE_MONITOR_ANON_KEY", &ProfileDraft::anonKey, ProfileField::AnonKey, true},
    Variable{"GENIE_MONITOR_BACKEND_URL", &ProfileDraft::backendUrl, ProfileField::BackendUrl, true},
    Variable{"GENIE_MONITOR_ABLY_ENDPOINT", &ProfileDraft::ablyEndpoint, ProfileField::AblyEndpoint, false},
};

} // namespace

QString EnvImport::summary() const
{
    QStringList sentences;
    if (read.isEmpty())
        sentences << tr("Read no value: none of the names a profile needs is set.");
    else if (read.size() == 1)
        sentences << tr("Read 1 value.");
    else
        sentences << tr("Read %1 values.").arg(read.size());
    if (refused.size() == 1)
        sentences << tr("Refused 1 secret that this program never stores: %1.").arg(refused.first());
    else if (!refused.isEmpty())
        sentences << tr("Refused %1 secrets that this program never stores: %2.")
                         .arg(QString::number(refused.size()), refused.join(u", "_s));
    if (!badLines.isEmpty()) {
        QStringList numbers;
        for (const int line : badLines)
            numbers << QString::number(line);
        sentences << tr("Left out what is no assignment, in line %1.").arg(numbers.join(u", "_s));
    }
    return sentences.join(u' ');
}

Result<EnvImport> importEnv(const QByteArray &text)
{
    EnvImport result;
    QList<Assignment> usable;
    bool hasAssignment = false;
    QString content = QString::fromUtf8(text);
    if (content.startsWith(QChar::ByteOrderMark))
        content.remove(0, 1);
    int number = 0;
    const QStringList lines = content.split(u'\n');
    for (const QString &line : lines) {
        ++number;
        const QString trimmed = line.trimmed();
        if (trimmed.isEmpty() || trimmed.startsWith(u'#'))
            continue;
        const std::optional<Assignment> assignment = readLine(trimmed);
        hasAssignment = hasAssignment || assignment.has_value();
        if (!assignment)
            result.badLines.append(number);
        else if (!isSecret(*assignment))
            usable.append(*assignment);
        else if (!assignment->value.isEmpty() && !result.refused.contains(assignment->name))
            result.refused.append(assignment->name);
    }
    if (!hasAssignment) {
        return Error{.id = u"GM-ENV-EMPTY"_s,
                     .what = tr("This is not a .env file."),
                     .why = tr("No line in it has the form NAME=value."),
                     .next = tr("Choose the .env file of Genie's frontend or backend folder.")};
    }
    for (const Source &source : sources()) {
        if (const Assignment *best = bestFor(source, usable)) {
            result.draft.*source.field = best->value;
            result.read.append(best->name);
        }
    }
    return result;
}

Result<EnvImport> importEnvFile(const QString &path)
{
    QFile file(path);
    const auto unreadable = [&path](const QString &why) {
        return Error{.id = u"GM-ENV-FILE"_s,
                     .what = tr("%1 cannot be read.").arg(QDir::toNativeSeparators(path)),
                     .why = why,
                     .next = tr("Choose the .env file of Genie's frontend or backend folder.")};
    };
    if (!file.open(QIODevice::ReadOnly))
        return unreadable(file.errorString());
    const QByteArray text = file.read(longestFile + 1);
    if (text.size() > longestFile)
        return unreadable(tr("It is longer than 1 MiB."));
    return importEnv(text);
}

Result<std::optional<Profile>> profileFromEnvironment(const QProcessEnvironment &environment)
{
    ProfileDraft draft{.name = tr("Environment")};
    QStringList missing;
    bool isAnySet = false;
    for (const Variable &variable : variables) {
        const QString name = QString::fromLatin1(variable.name);
        draft.*variable.target = environment.value(name);
        isAnySet = isAnySet || environment.contains(name);
        if (variable.isRequired && environment.value(name).isEmpty())
            missing << name;
    }
    if (!isAnySet)
        return std::optional<Profile>();
    if (!missing.isEmpty()) {
        return Error{.id = u"GM-PROFILE-ENVIRONMENT"_s,
                     .what = tr("The profile in the environment is not whole."),
                     .why = tr("Not set: %1.").arg(missing.join(u", "_s)),
                     .next = tr("Set these too, or name a stored profile.")};
    }
    const ProfileCheck check = checkProfile(draft);
    if (check.isOk())
        return std::optional(check.profile);
    const FieldError &mistake = check.errors.first();
    Error error = mistake.error;
    for (const Variable &variable : variables) {
        if (variable.field == mistake.field)
            error.what = tr("%1: %2").arg(QString::fromLatin1(variable.name), error.what);
    }
    return error;
}

} // namespace gm::profile
