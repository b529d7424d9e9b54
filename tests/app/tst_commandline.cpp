// The command line: what is understood, what is refused and with which words.
#include "app/commandline.h"

#include <QTest>

using namespace gm;
using namespace gm::app;
using namespace Qt::Literals::StringLiterals;

namespace
{

QStringList words(const char *line)
{
    return QString::fromUtf8(line).split(u' ', Qt::SkipEmptyParts);
}

} // namespace

class TstCommandLine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void startsTheWindowWithoutArguments();
    void readsWatch();
    void readsTheWaysToSignIn_data();
    void readsTheWaysToSignIn();
    void readsTheScopeOfALogout_data();
    void readsTheScopeOfALogout();
    void takesGlobalOptionsBeforeAndAfterTheSubcommand_data();
    void takesGlobalOptionsBeforeAndAfterTheSubcommand();
    void refusesWhatItCannotRead_data();
    void refusesWhatItCannotRead();
    void readsChannelOptions();
    void helpNamesEveryOptionOfItsSubcommand();
};

void TstCommandLine::startsTheWindowWithoutArguments()
{
    const auto parsed = parseCommandLine({});
    QVERIFY(parsed);
    QVERIFY(std::holds_alternative<WindowCommand>(parsed->command));
}

void TstCommandLine::readsWatch()
{
    const auto parsed = parseCommandLine(
        words("watch --sandbox --scenario error --conversation conversation:2F90d3c7-61be-4c11-9d0a-7be1c40d2a35 "
              "--conversation 7c1e4b0a-52d9-4f6e-8a11-0c5d9e2b7f30 --rewind 2m --filter kind:status --format jsonl "
              "--for 1.5s --until complete --record out.jsonl"));
    QVERIFY(parsed);
    const auto &watch = std::get<WatchCommand>(parsed->command);
    QVERIFY(watch.source.isSandbox);
    QCOMPARE(watch.source.sandbox.scenario, u"error"_s);
    QCOMPARE(watch.conversations.size(), 2);
    QCOMPARE(watch.conversations[0].text(), u"2F90d3c7-61be-4c11-9d0a-7be1c40d2a35"_s);
    QCOMPARE(watch.conversations[1].text(), u"7c1e4b0a-52d9-4f6e-8a11-0c5d9e2b7f30"_s);
    QCOMPARE(watch.rewind, u"2m"_s);
    QCOMPARE(watch.format, OutputFormat::Jsonl);
    QCOMPARE(*watch.duration, std::chrono::milliseconds(1500));
    QVERIFY(watch.isUntilComplete);
    QCOMPARE(watch.recordFile, u"out.jsonl"_s);
}

void TstCommandLine::readsTheWaysToSignIn_data()
{
    using Way = LoginCommand::Way;
    QTest::addColumn<QString>("line");
    QTest::addColumn<Way>("way");
    QTest::addColumn<QString>("email");
    QTest::addColumn<QString>("provider");
    QTest::addColumn<bool>("isTotpOnStdin");
    QTest::newRow("password") << u"login --email a@b.c --password-stdin"_s << Way::Password << u"a@b.c"_s << QString()
                              << false;
    QTest::newRow("second step") << u"login --email a@b.c --password-stdin --totp-stdin"_s << Way::Password
                                 << u"a@b.c"_s << QString() << true;
    QTest::newRow("browser") << u"login --provider google"_s << Way::Provider << QString() << u"google"_s << false;
    QTest::newRow("code") << u"login --code --email a@b.c"_s << Way::EmailCode << u"a@b.c"_s << QString() << false;
    QTest::newRow("code, last address") << u"login --code --totp-stdin"_s << Way::EmailCode << QString() << QString()
                                        << true;
}

void TstCommandLine::readsTheWaysToSignIn()
{
    QFETCH(QString, line);
    QFETCH(LoginCommand::Way, way);
    QFETCH(QString, email);
    QFETCH(QString, provider);
    QFETCH(bool, isTotpOnStdin);
    const auto parsed = parseCommandLine(line.split(u' '));
    QVERIFY(parsed);
    const auto &login = std::get<LoginCommand>(parsed->command);
    QCOMPARE(login.way, way);
    QCOMPARE(login.email, email);
    QCOMPARE(login.provider, provider);
    QCOMPARE(login.isTotpOnStdin, isTotpOnStdin);
}

void TstCommandLine::readsTheScopeOfALogout_data()
{
    using supabase::SignOutScope;
    QTest::addColumn<QString>("line");
    QTest::addColumn<SignOutScope>("scope");
    QTest::newRow("nothing said") << u"logout"_s << SignOutScope::Local;
    QTest::newRow("local") << u"logout --scope local"_s << SignOutScope::Local;
    QTest::newRow("others") << u"logout --scope others"_s << SignOutScope::Others;
    QTest::newRow("global") << u"logout --scope=global"_s << SignOutScope::Global;
    QTest::newRow("everywhere") << u"logout --everywhere"_s << SignOutScope::Global;
}

void TstCommandLine::readsTheScopeOfALogout()
{
    QFETCH(QString, line);
    QFETCH(supabase::SignOutScope, scope);
    const auto parsed = parseCommandLine(line.split(u' '));
    QVERIFY(parsed);
    QCOMPARE(std::get<LogoutCommand>(parsed->command).scope, scope);
}

void TstCommandLine::takesGlobalOptionsBeforeAndAfterTheSubcommand_data()
{
    QTest::addColumn<QString>("line");
    QTest::newRow("before") << u"--config-dir /tmp/x watch --sandbox --all"_s;
    QTest::newRow("after") << u"watch --sandbox --all --config-dir=/tmp/x"_s;
}

void TstCommandLine::takesGlobalOptionsBeforeAndAfterTheSubcommand()
{
    QFETCH(QString, line);
    const auto parsed = parseCommandLine(line.split(u' '));
    QVERIFY(parsed);
    QCOMPARE(parsed->configDir, u"/tmp/x"_s);
    QVERIFY(std::get<WatchCommand>(parsed->command).isAll);
}

void TstCommandLine::refusesWhatItCannotRead_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("says");
    QTest::newRow("unknown command") << u"dance"_s << u"\"dance\""_s;
    QTest::newRow("unknown option") << u"watch --quick"_s << u"--quick"_s;
    QTest::newRow("foreign option") << u"sandbox --all"_s << u"no option --all"_s;
    QTest::newRow("nothing to watch") << u"watch --sandbox"_s << u"Nothing to watch"_s;
    QTest::newRow("both") << u"watch --sandbox --all --conversation 7c1e4b0a-52d9-4f6e-8a11-0c5d9e2b7f30"_s
                          << u"exclude"_s;
    QTest::newRow("profile and sandbox") << u"watch --all --sandbox --profile p"_s << u"exclude"_s;
    QTest::newRow("rewind") << u"watch --all --rewind soon"_s << u"soon"_s;
    QTest::newRow("duration") << u"watch --all --for fast"_s << u"not a duration"_s;
    QTest::newRow("until") << u"watch --all --until dawn"_s << u"dawn"_s;
    QTest::newRow("format") << u"watch --all --format xml"_s << u"xml"_s;
    QTest::newRow("port") << u"sandbox --port 70000"_s << u"70000"_s;
    QTest::newRow("missing value") << u"watch --all --for"_s << u"needs a value"_s;
    QTest::newRow("scenario alone") << u"watch --all --scenario happy"_s << u"--sandbox"_s;
    QTest::newRow("email alone") << u"login --profile p --email a@b.c"_s << u"--password-stdin"_s;
    QTest::newRow("no way to sign in") << u"login --profile p"_s << u"--provider google"_s;
    QTest::newRow("two ways to sign in") << u"login --provider google --code"_s << u"exclude"_s;
    QTest::newRow("email for a browser") << u"login --provider google --email a@b.c"_s << u"no --email"_s;
    QTest::newRow("scope") << u"logout --scope all"_s << u"local, others or global"_s;
    QTest::newRow("scope and everywhere") << u"logout --scope local --everywhere"_s << u"exclude"_s;
    QTest::newRow("extra word") << u"watch --all now"_s << u"now"_s;
    QTest::newRow("key without a channel") << u"profiles set-key p --key-stdin"_s << u"needs a profile and a channel"_s;
    QTest::newRow("key on the command line") << u"profiles set-key p conversation:1"_s << u"needs --key-stdin"_s;
    QTest::newRow("key for nothing") << u"profiles remove-key p conversation:1 --key-stdin"_s << u"only"_s;
    QTest::newRow("delta") << u"profiles set-delta p conversation:1 maybe"_s << u"maybe"_s;
    QTest::newRow("value for a switch") << u"watch --all=yes"_s << u"no value"_s;
}

void TstCommandLine::refusesWhatItCannotRead()
{
    QFETCH(QString, line);
    QFETCH(QString, says);
    const auto parsed = parseCommandLine(line.split(u' '));
    QVERIFY(!parsed);
    QVERIFY2(parsed.error().toText().contains(says), qPrintable(parsed.error().toText()));
}

void TstCommandLine::readsChannelOptions()
{
    const auto commandOf = [](const char *line) {
        return std::get<ProfilesCommand>(parseCommandLine(words(line))->command);
    };
    using Action = ProfilesCommand::Action;

    const ProfilesCommand set = commandOf("profiles set-key Staging conversation:* --key-stdin");
    QCOMPARE(set.action, Action::SetKey);
    QCOMPARE(set.name, u"Staging"_s);
    QCOMPARE(set.channel, u"conversation:*"_s);
    QCOMPARE(commandOf("profiles remove-key Staging conversation:1").action, Action::RemoveKey);
    QVERIFY(commandOf("profiles set-delta Staging conversation:1 on").isDelta);
    QVERIFY(!commandOf("profiles set-delta Staging conversation:1 off").isDelta);
}

void TstCommandLine::helpNamesEveryOptionOfItsSubcommand()
{
    const auto parsed = parseCommandLine(words("watch --help"));
    QVERIFY(parsed);
    const QString text = std::get<ShowText>(parsed->command).text;
    for (const auto &name :
         {u"--conversation"_s, u"--rewind"_s, u"--until"_s, u"--config-dir"_s, u"--password-stdin"_s})
        QVERIFY2(text.contains(name), qPrintable(name));
    QVERIFY(!text.contains(u"--port"_s));
}

QTEST_GUILESS_MAIN(TstCommandLine)
#include "tst_commandline.moc"
