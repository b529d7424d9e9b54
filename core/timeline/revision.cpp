#include "core/timeline/revision.h"

namespace gm::timeline
{

namespace
{

void writeBytes(RecordBuffer &buffer, const QByteArray &bytes)
{
    appendVarint(buffer, quint64(bytes.size()));
    buffer.append(bytes.constData(), bytes.size());
}

QByteArray readBytes(const char *&at)
{
    const auto size = qsizetype(readVarint(at));
    const QByteArray bytes(at, size);
    at += size;
    return bytes;
}

} // namespace

void writeRevision(RecordBuffer &buffer, const std::shared_ptr<const Revision> &revision)
{
    appendVarint(buffer, revision ? 1 : 0);
    if (!revision)
        return;
    appendVarint(buffer, zigzag(revision->createdMs));
    for (const QString &text : {revision->serial, revision->clientId, revision->description, revision->deltaFrom})
        writeBytes(buffer, text.toUtf8());
    writeBytes(buffer, revision->metadata);
    writeBytes(buffer, revision->annotations);
}

std::shared_ptr<const Revision> readRevision(const char *&at)
{
    if (readVarint(at) == 0)
        return nullptr;
    auto revision = std::make_shared<Revision>();
    revision->createdMs = unzigzag(readVarint(at));
    for (QString *text : {&revision->serial, &revision->clientId, &revision->description, &revision->deltaFrom})
        *text = QString::fromUtf8(readBytes(at));
    revision->metadata = readBytes(at);
    revision->annotations = readBytes(at);
    return revision;
}

} // namespace gm::timeline
