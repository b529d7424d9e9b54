#include "tests/integration/programrun.h"

#include "core/sandbox/totp.h"

#include <QJsonArray>
#include <QTest>

namespace gm::test
{

using namespace Qt::StringLiterals;

namespace
{

constexpr int patienceMs = 60'000;

} // namespace

ProgramRun::ProgramRun(const QStringList &arguments, const QProcessEnvironment &environment)
{
    process.setProgram(QStringLiteral(GM_PROGRAM));
    process.setArguments(arguments);
    process.setProcessEnvironment(environment);
    process.start();
}

ProgramRun::~ProgramRun()
{
    if (process.state() == QProcess::NotRunning)
        return;
    process.kill();
    process.waitForFinished();
}

void ProgramRun::write(const QByteArray &lines)
{
    process.write(lines);
    process.closeWriteChannel();
}

int ProgramRun::end()
{
    const bool hasEnded = QTest::qWaitFor([this] { return process.state() == QProcess::NotRunning; }, patienceMs);
    output += process.readAllStandardOutput();
    errors += process.readAllStandardError();
    return hasEnded && process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
}

bool ProgramRun::says(const QByteArray &text)
{
    return QTest::qWaitFor(
        [&] {
            output += process.readAllStandardOutput();
            return output.contains(text);
        },
        patienceMs);
}

std::unique_ptr<ProgramRun> ProgramHome::run(const QStringList &words)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"GENIE_MONITOR_SUPABASE_URL"_s, at.supabaseUrl);
    environment.insert(u"GENIE_MONITOR_ANON_KEY"_s, at.anonKey);
    environment.insert(u"GENIE_MONITOR_BACKEND_URL"_s, at.backendUrl);
    environment.insert(u"GENIE_MONITOR_ABLY_ENDPOINT"_s, at.ablyUrl);
    for (const auto &name : {u"DISPLAY"_s, u"WAYLAND_DISPLAY"_s, u"BROWSER"_s})
        environment.remove(name);
    for (auto it = variables.begin(); it != variables.end(); ++it)
        environment.insert(it.key(), it.value());
    return std::make_unique<ProgramRun>(QStringList{u"--config-dir"_s, folder.path()} + words, environment);
}

std::unique_ptr<ProgramRun> ProgramHome::runToEnd(const QStringList &words, const QByteArray &input, int &exitCode)
{
    auto program = run(words);
    program->write(input);
    exitCode = program->end();
    return program;
}

QJsonDocument ProgramHome::control(const QByteArray &method, const QString &path, const QJsonObject &body)
{
    std::optional<QJsonDocument> answer;
    http.send({.method = method,
               .url = QUrl(at.controlUrl + path),
               .headers = {{"Content-Type", "application/json"}},
               .body = body.isEmpty() ? QByteArray() : QJsonDocument(body).toJson()})
        .then(&sandbox, [&answer](const base::Result<net::HttpReply> &reply) {
            answer = reply ? QJsonDocument::fromJson(reply->body) : QJsonDocument();
        });
    return QTest::qWaitFor([&answer] { return answer.has_value(); }, patienceMs) ? *answer : QJsonDocument();
}

int ProgramHome::calls(const QString &route)
{
    const QJsonObject state = control("GET", u"/state"_s).object();
    return state.value(u"supabaseCalls").toObject().value(route).toInt();
}

int ProgramHome::sessionsOf(const QString &email)
{
    const QJsonArray users = control("GET", u"/state"_s).object().value(u"users").toArray();
    for (const QJsonValue &user : users) {
        if (user.toObject().value(u"email").toString() == email)
            return user.toObject().value(u"sessions").toInt();
    }
    return -1;
}

QByteArray ProgramHome::mailedCode(const QString &email)
{
    const QJsonArray mails = control("GET", u"/mail?email="_s + email).array();
    return mails.first().toObject().value(u"code").toString().toUtf8();
}

QByteArray ProgramHome::totp() const
{
    return sandbox::totpCode(sandbox::fromBase32(at.totpSecret), clock.wallMs()).toUtf8();
}

} // namespace gm::test
