#include "core/sandbox/scenario.h"

#include "core/base/json.h"
#include "core/sandbox/durations.h"
#include "core/sandbox/sandbox.h"
#include "core/sandbox/scriptreader.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>

/// The files are compiled into a static library: without this call the linker leaves them out.
static void loadResources()
{
    Q_INIT_RESOURCE(sandbox);
}

namespace gm::sandbox
{

using namespace Qt::StringLiterals;
using base::Error;
using base::Result;

namespace
{

constexpr QStringView defaultName = u"lively";

Result<QJsonObject> readFile(const QString &name)
{
    QFile file(u":/sandbox/scenarios/"_s + name + u".json"_s);
    if (!scenarioNames().contains(name) || !file.open(QIODevice::ReadOnly)) {
        return Error{.what =
                         QCoreApplication::translate("gm::sandbox::Scenario", "There is no scenario \"%1\".").arg(name),
                     .next = QCoreApplication::translate("gm::sandbox::Scenario", "Use one of: %1.")
                                 .arg(scenarioNames().join(u", "_s))};
    }
    const auto json = base::parseJson(file.readAll());
    return json ? Result<QJsonObject>(json->toObject()) : Result<QJsonObject>(json.error());
}

/// `key` of the story's conversation is its own name; `updated` a full time.
Part readPart(const QJsonObject &object)
{
    return {.key = object.value(u"key"_s).toString(),
            .id = object.value(u"id"_s).toString(),
            .title = object.value(u"title"_s).toString(),
            .status = object.value(u"status"_s).toString(u"active"_s),
            .values = object.value(u"values"_s).toObject(),
            .isWatched = object.value(u"watched"_s).toBool(true),
            .updatedMs =
                QDateTime::fromString(object.value(u"updated"_s).toString(), Qt::ISODateWithMs).toMSecsSinceEpoch()};
}

/// The scripts a conversation plays: those of the scenarios it names, else the scenario's own.
Result<QList<Script>> readRounds(const QJsonObject &part, const QJsonObject &scenario)
{
    const QJsonArray plays = part.value(u"plays"_s).toArray();
    if (plays.isEmpty()) {
        const auto own = readScript(scenario.value(u"steps"_s).toArray());
        return own ? Result<QList<Script>>(QList<Script>{*own}) : Result<QList<Script>>(own.error());
    }
    QList<Script> rounds;
    for (const QJsonValue &name : plays) {
        const auto file = readFile(name.toString());
        if (!file)
            return file.error();
        const auto script = readScript(file->value(u"steps"_s).toArray());
        if (!script)
            return script.error();
        rounds.append(*script);
    }
    return rounds;
}

Result<void> readParts(Scenario &scenario, const QJsonObject &file)
{
    const QJsonArray conversations = file.value(u"conversations"_s).toArray();
    for (const QJsonValue &value : conversations) {
        const QJsonObject object = value.toObject();
        Part part = readPart(object);
        if (scenario.storyStartMs == 0) {
            auto rounds = readRounds(object, file);
            if (!rounds)
                return rounds.error();
            part.rounds = *rounds;
        }
        const int copies = object.value(u"copies"_s).toInt(1);
        const QString title = part.title;
        for (int n = 1; n <= copies; ++n) {
            part.title = copies > 1 ? title.arg(n) : title;
            scenario.parts.append(part);
        }
    }
    return {};
}

} // namespace

QStringList scenarioNames()
{
    loadResources();
    QStringList names = QDir(u":/sandbox/scenarios"_s).entryList({u"*.json"_s}, QDir::Files, QDir::Name);
    for (QString &name : names)
        name.chop(5);
    names.removeOne(defaultName);
    names.prepend(defaultName.toString());
    return names;
}

qint64 storyStartMs(const QString &scenario)
{
    const auto file = readFile(scenario);
    if (!file)
        return 0;
    const QString start = file->value(u"start"_s).toString();
    return start.isEmpty() ? 0 : QDateTime::fromString(start, Qt::ISODateWithMs).toMSecsSinceEpoch();
}

Result<Scenario> loadScenario(const QString &name)
{
    const auto file = readFile(name.isEmpty() ? defaultName.toString() : name);
    if (!file)
        return file.error();
    Scenario scenario;
    scenario.name = name.isEmpty() ? defaultName.toString() : name;
    scenario.about = file->value(u"about"_s).toString();
    scenario.pause = readDuration(file->value(u"pause"_s)).value_or(std::chrono::milliseconds(0));
    scenario.isEndless = file->value(u"endless"_s).toBool();
    scenario.storyStartMs = storyStartMs(scenario.name);
    if (const auto read = readParts(scenario, *file); !read)
        return read.error();
    if (scenario.storyStartMs != 0) {
        auto story = readStory(file->value(u"steps"_s).toArray(), scenario.storyStartMs);
        if (!story)
            return story.error();
        scenario.story = *story;
    }
    return scenario;
}

QJsonArray describeScenarios()
{
    QJsonArray list;
    const QStringList names = scenarioNames();
    for (const QString &name : names) {
        const auto file = readFile(name);
        if (file)
            list.append(QJsonObject{{u"name"_s, name}, {u"about"_s, file->value(u"about"_s)}});
    }
    return list;
}

} // namespace gm::sandbox
