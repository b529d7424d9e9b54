/// Scenarios as values: which conversations there are and what happens in them. Read from `:/sandbox/scenarios/*.json`.
#pragma once

#include "core/base/result.h"

#include <QJsonObject>
#include <QJsonValue>
#include <QList>
#include <QString>

#include <chrono>

namespace gm::sandbox
{

/// One thing that happens. Texts and data may hold places in braces, filled when it is played: `{conversation}`, `{now}`,
/// `{id:NAME}` (one UUID per name and round) and the values of the conversation.
struct Step {
    enum class Action {
        Publish,   ///< `name` and `data`, as the backend does.
        SendAgain, ///< The last event once more, as another message with another id.
        PutFault,  ///< `data` is the body of `POST /faults`; the conversation is added.
        WriteLog,  ///< `data` has `logger`, `level` and `text`.
        Drop,      ///< Stories only: the connection breaks and is back at `backMs`; `data` true: its resume is refused.
        RenewToken, ///< Stories only: Ably asks the client to authenticate again.
        Pass,       ///< Stories only: nothing happens but that it gets so late.
    };
    Action action = Action::Publish;
    std::chrono::microseconds wait{0}; ///< Since the step before.
    QString name{};
    QJsonValue data{};
    QString conversation{}; ///< Stories only: the key of the conversation.
    qint64 atMs = 0;        ///< Stories only: when it is received, or happens.
    qint64 lagMs = 0;       ///< Stories only: published that much earlier.
    qint64 backMs = 0;      ///< Stories only, Drop.
};
using Script = QList<Step>;

/// A conversation of a scenario.
struct Part {
    QString key{}; ///< Names it within a story.
    QString id{};  ///< Empty: a new one.
    QString title{};
    QString status = QStringLiteral("active");
    QJsonObject values{};
    QList<Script> rounds{}; ///< Played one after the other.
    bool isWatched = true;  ///< False: in the backend's list, but not among the sandbox's `conversations`.
    qint64 updatedMs = 0;   ///< Stories only; 0: the story's start.
};

struct Scenario {
    QString name{};
    QString about{};
    QList<Part> parts{};
    std::chrono::milliseconds pause{0}; ///< Between rounds.
    bool isEndless = false;             ///< After the last round the first comes again.
    qint64 storyStartMs = 0;            ///< Not 0: a story, told in `story` at its own times.
    Script story{};                     ///< In order of time.
};

/// The scenario of that name, whole; an Error when there is none, or its file does not say what it should.
[[nodiscard]] base::Result<Scenario> loadScenario(const QString &name);
/// Name and description of all, the default first: `[{"name", "about"}]`.
[[nodiscard]] QJsonArray describeScenarios();

} // namespace gm::sandbox
