#include "ui/models/eventclip.h"

#include "ui/models/format.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUrl>

namespace gm::models
{

using namespace Qt::StringLiterals;
using timeline::Event;

namespace
{

QString isoUtc(qint64 ms)
{
    return QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC).toString(Qt::ISODateWithMs);
}

/// The data as a JSON value; text that is no JSON stays a text.
QJsonValue dataValue(const Event &event)
{
    if (event->form == genie::DataForm::None)
        return QJsonValue::Null;
    if (event->form == genie::DataForm::Json) {
        // A scalar is no document: it is read as the one element of an array.
        const QJsonDocument document = QJsonDocument::fromJson("[" + event->payload + "]");
        if (document.isArray() && document.array().size() == 1)
            return document.array().first();
    }
    return plainPayload(event->payload, event->form);
}

QString textOf(const Event &event, const QString &title)
{
    QStringList parts{isoUtc(event->receivedMs), title, event->name,
                      oneLine(plainPayload(event->payload, event->form))};
    if (const std::optional<qint64> lag = event.lagMs())
        parts.append(formatLag(lag));
    for (const timeline::EventFlag flag : timeline::allFlags()) {
        if (event.has(flag))
            parts.append(timeline::flagWord(flag));
    }
    return parts.join(u"  "_s);
}

QString jsonOf(const Event &event)
{
    QJsonObject object{{u"type"_s, u"event"_s},
                       {u"received"_s, isoUtc(event->receivedMs)},
                       {u"conversation"_s, event->conversation.text()},
                       {u"channel"_s, event->channel.text()},
                       {u"id"_s, event->id.text()},
                       {u"name"_s, event->name},
                       {u"kind"_s, timeline::kindWord(event->kind)},
                       {u"data"_s, dataValue(event)}};
    const auto insertText = [&object](QLatin1String key, const QString &text) {
        if (!text.isEmpty())
            object.insert(key, text);
    };
    insertText("status"_L1, event->status);
    insertText("serial"_L1, event->serial);
    insertText("connectionId"_L1, event->connectionId);
    insertText("clientId"_L1, event->clientId);
    insertText("encoding"_L1, event->encoding);
    if (event->publishedMs != 0)
        object.insert("published"_L1, isoUtc(event->publishedMs));
    if (const std::optional<qint64> lag = event.lagMs(); lag && *lag >= 0)
        object.insert("latencyMs"_L1, *lag);
    QJsonArray flags;
    for (const timeline::EventFlag flag : timeline::allFlags()) {
        if (event.has(flag))
            flags.append(timeline::flagWord(flag));
    }
    object.insert("flags"_L1, flags);
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Indented)).trimmed();
}

/// @p text in single quotes for a POSIX shell.
QString quoted(QString text)
{
    text.replace(u"'"_s, u"'\\''"_s);
    return u"'"_s + text + u"'"_s;
}

QString curlOf(const Event &event)
{
    const QJsonObject message{{u"name"_s, event->name}, {u"data"_s, dataValue(event)}};
    const QString channel = QString::fromLatin1(QUrl::toPercentEncoding(event->channel.text()));
    const QString url = u"https://main.realtime.ably.net/channels/"_s + channel + u"/messages"_s;
    const QString body = QString::fromUtf8(QJsonDocument(message).toJson(QJsonDocument::Compact));
    return u"curl -u \"$ABLY_API_KEY\" -H 'Content-Type: application/json' -d "_s + quoted(body) + u" "_s + quoted(url);
}

} // namespace

QString clipOf(const Event &event, const QString &title, ClipForm form)
{
    switch (form) {
    case ClipForm::Text:
        return textOf(event, title);
    case ClipForm::Json:
        return jsonOf(event);
    case ClipForm::Curl:
        return curlOf(event);
    }
    return {};
}

QString plainPayload(const QByteArray &payload, genie::DataForm form)
{
    return form == genie::DataForm::Binary ? QString::fromLatin1(payload.toBase64()) : QString::fromUtf8(payload);
}

QString prettyPayload(const QByteArray &payload, genie::DataForm form)
{
    const QJsonDocument document = form == genie::DataForm::Json ? QJsonDocument::fromJson(payload) : QJsonDocument();
    if (document.isNull())
        return plainPayload(payload, form);
    return QString::fromUtf8(document.toJson(QJsonDocument::Indented)).trimmed();
}

} // namespace gm::models
