/// The program as a process of its own, and the sandbox it meets as its profile.
#pragma once

#include "core/base/random.h"
#include "core/base/systemclock.h"
#include "core/net/qthttpclient.h"
#include "core/sandbox/sandbox.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>

#include <memory>

namespace gm::test
{

/// One run of `genie-monitor`. The event loop goes on while it is awaited, for the sandbox lives in this process.
class ProgramRun
{
public:
    ProgramRun(const QStringList &arguments, const QProcessEnvironment &environment);
    /// Kills what still runs.
    ~ProgramRun();

    /// Writes @p lines to its standard input and ends that.
    void write(const QByteArray &lines);
    /// Its exit code when it has ended; -1 when it does not, or crashes.
    [[nodiscard]] int end();
    /// Waits for @p text on standard output.
    [[nodiscard]] bool says(const QByteArray &text);

    QProcess process;
    QByteArray output; ///< So far.
    QByteArray errors; ///< Likewise.
};

/// A sandbox, and the environment and folder in which the program takes it for its profile.
class ProgramHome
{
public:
    /// Starts the program with these words behind `--config-dir`.
    [[nodiscard]] std::unique_ptr<ProgramRun> run(const QStringList &words);
    /// Starts it, gives it @p input, and waits for its end.
    [[nodiscard]] std::unique_ptr<ProgramRun> runToEnd(const QStringList &words, const QByteArray &input,
                                                       int &exitCode);

    /// Asks the sandbox's control API.
    [[nodiscard]] QJsonDocument control(const QByteArray &method, const QString &path, const QJsonObject &body = {});
    /// How often a route of the sandbox's Supabase was called.
    [[nodiscard]] int calls(const QString &route);
    [[nodiscard]] int sessionsOf(const QString &email);
    /// The code last mailed to @p email.
    [[nodiscard]] QByteArray mailedCode(const QString &email);
    /// What the second user's authenticator app shows now.
    [[nodiscard]] QByteArray totp() const;

    base::SystemClock clock;
    base::SystemRandom random;
    net::QtHttpClient http;
    sandbox::Sandbox sandbox{{.scenario = QStringLiteral("happy"), .seed = 7}, clock, random};
    sandbox::SandboxAddresses at = sandbox.start().value();
    QTemporaryDir folder;
    QHash<QString, QString> variables; ///< On top of the environment.
};

} // namespace gm::test
