/// A sandbox in a process of its own, met over its sockets like the real services.
#pragma once

#include "core/net/qthttpclient.h"

#include <QJsonObject>
#include <QProcess>

#include <functional>

namespace gm::soak
{

class SandboxProcess
{
public:
    explicit SandboxProcess(quint32 seed);
    ~SandboxProcess();

    /// False when it did not come up.
    [[nodiscard]] bool isRunning() const { return !m_addresses.isEmpty(); }
    /// A field of its first line, such as `ablyUrl`.
    [[nodiscard]] QString address(QStringView name) const { return m_addresses.value(name).toString(); }
    /// `email` or `password` of its user.
    [[nodiscard]] QString user(QStringView name) const
    {
        return m_addresses.value(u"user").toObject().value(name).toString();
    }

    /// A call of the control API; @p done hears whether it was taken.
    void control(const QByteArray &method, const QString &path, const QJsonObject &body,
                 std::function<void(bool isTaken)> done = {});

private:
    QProcess m_process;
    net::QtHttpClient m_http;
    QJsonObject m_addresses;
};

} // namespace gm::soak
