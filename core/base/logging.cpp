#include "core/base/logging.h"

#include "core/base/redact.h"

#include <cstdio>

namespace gm::base
{

Q_LOGGING_CATEGORY(lcNet, "gm.net", QtWarningMsg)
Q_LOGGING_CATEGORY(lcAbly, "gm.ably", QtWarningMsg)
Q_LOGGING_CATEGORY(lcSupabase, "gm.supabase", QtWarningMsg)
Q_LOGGING_CATEGORY(lcGenie, "gm.genie", QtWarningMsg)
Q_LOGGING_CATEGORY(lcTimeline, "gm.timeline", QtWarningMsg)
Q_LOGGING_CATEGORY(lcProfile, "gm.profile", QtWarningMsg)
Q_LOGGING_CATEGORY(lcMonitor, "gm.monitor", QtWarningMsg)
Q_LOGGING_CATEGORY(lcSandbox, "gm.sandbox", QtWarningMsg)
Q_LOGGING_CATEGORY(lcUi, "gm.ui", QtWarningMsg)

namespace
{

void maskAndPrint(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    const QByteArray line = redactText(qFormatLogMessage(type, context, message)).toUtf8();
    std::fprintf(stderr, "%s\n", line.constData());
    if (type == QtFatalMsg)
        std::abort();
}

} // namespace

void installMaskingLogHandler()
{
    qInstallMessageHandler(maskAndPrint);
}

} // namespace gm::base
