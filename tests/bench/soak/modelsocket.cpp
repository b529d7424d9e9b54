#include "tests/bench/soak/modelsocket.h"

#include "core/ably/jsonframes.h"
#include "core/ably/msgpackframes.h"
#include "core/net/httpclient.h"
#include "tests/bench/soak/modelservice.h"

#include <QPointer>
#include <QUrlQuery>

namespace gm::soak
{

using base::Error;

ModelSocket::ModelSocket(ModelService &service, test::FakeClock &clock)
    : m_service(&service)
    , m_clock(clock)
{
}

ModelSocket::~ModelSocket()
{
    leave();
}

void ModelSocket::open(const QUrl &url)
{
    m_isMsgpack = QUrlQuery(url).queryItemValue(QStringLiteral("format")) == u"msgpack";
    m_service->opened(*this, QUrlQuery(url));
}

void ModelSocket::sendText(const QString &text)
{
    ably::JsonFrameReader reader;
    if (const auto frame = reader.read(QStringView(text)); frame && m_service && !m_isSilent)
        m_service->received(*this, *frame);
}

void ModelSocket::sendBinary(const QByteArray &bytes)
{
    if (const auto frame = ably::readMsgpackFrame(bytes); frame && m_service && !m_isSilent)
        m_service->received(*this, *frame);
}

void ModelSocket::close()
{
    leave();
    m_isSilent = false;
    later([this] { Q_EMIT closed(1000, Error{}); });
}

void ModelSocket::abort()
{
    leave();
    m_deeds.clear();
    m_next.cancel();
}

void ModelSocket::accept()
{
    later([this] { Q_EMIT opened(); });
}

void ModelSocket::refuse()
{
    leave();
    later([this] {
        Q_EMIT closed(1006, Error{.code = net::ConnectionRefused, .what = QStringLiteral("refused by the model")});
    });
}

void ModelSocket::send(const ably::ProtocolMessage &frame, std::function<void()> arrived)
{
    const QByteArray bytes = m_isMsgpack ? ably::writeMsgpackFrame(frame) : ably::writeJsonFrame(frame);
    later([this, bytes, arrived = std::move(arrived)] {
        if (arrived)
            arrived();
        if (m_isMsgpack)
            Q_EMIT binaryReceived(bytes);
        else
            Q_EMIT textReceived(QString::fromUtf8(bytes));
    });
}

void ModelSocket::breakLink(bool deliversFirst)
{
    if (!deliversFirst)
        m_deeds.clear();
    leave();
    later([this] { Q_EMIT closed(1006, Error{}); });
}

void ModelSocket::later(std::function<void()> deed)
{
    if (m_isSilent)
        return;
    auto at = m_clock.now() + (m_service ? m_service->latency() : std::chrono::milliseconds(1));
    if (!m_deeds.empty())
        at = std::max(at, m_deeds.back().at);
    m_deeds.push_back({at, std::move(deed)});
    if (m_deeds.size() == 1)
        m_next = m_clock.after(at - m_clock.now(), [this] { runNext(); });
}

void ModelSocket::runNext()
{
    if (m_isSilent) {
        m_deeds.clear();
        return;
    }
    const auto deed = std::move(m_deeds.front().run);
    m_deeds.pop_front();
    if (!m_deeds.empty())
        m_next = m_clock.after(m_deeds.front().at - m_clock.now(), [this] { runNext(); });
    deed();
}

void ModelSocket::leave()
{
    if (ModelService *service = std::exchange(m_service, nullptr))
        service->left(*this);
}

} // namespace gm::soak
