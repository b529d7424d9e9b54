#include "tests/bench/soak/sandboxprocess.h"

#include "core/base/whendone.h"

#include <QJsonDocument>

namespace gm::soak
{

namespace
{

constexpr int startMs = 20'000;
constexpr int stopMs = 5'000;

} // namespace

SandboxProcess::SandboxProcess(quint32 seed)
{
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    // Its own scenario plays in conversations nobody watches here, at a pace that hardly counts.
    m_process.start(QStringLiteral(GM_PROGRAM),
                    {QStringLiteral("sandbox"), QStringLiteral("--scenario"), QStringLiteral("happy"),
                     QStringLiteral("--seed"), QString::number(seed)});
    while (m_process.state() != QProcess::NotRunning && !m_process.canReadLine()) {
        if (!m_process.waitForReadyRead(startMs))
            return;
    }
    m_addresses = QJsonDocument::fromJson(m_process.readLine()).object();
}

SandboxProcess::~SandboxProcess()
{
    m_process.terminate();
    if (!m_process.waitForFinished(stopMs))
        m_process.kill();
}

void SandboxProcess::control(const QByteArray &method, const QString &path, const QJsonObject &body,
                             std::function<void(bool)> done)
{
    const net::HttpRequest request{.method = method,
                                   .url = QUrl(address(u"controlUrl") + path),
                                   .headers = {{"Content-Type", "application/json"}},
                                   .body = QJsonDocument(body).toJson(QJsonDocument::Compact)};
    base::whenDone(m_http.send(request), &m_process,
                   [done = std::move(done)](const base::Result<net::HttpReply> &reply) {
                       if (done)
                           done(reply && reply->status < 300);
                   });
}

} // namespace gm::soak
