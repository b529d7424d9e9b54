#include "core/supabase/pkce.h"

#include <QCryptographicHash>

namespace gm::supabase
{

Pkce Pkce::make(base::Random &random)
{
    constexpr int verifierBytes = 32;
    const base::Secret verifier(QString::fromLatin1(random.token(verifierBytes)));
    return {.verifier = verifier, .challenge = challengeOf(verifier)};
}

QString Pkce::challengeOf(const base::Secret &verifier)
{
    const QByteArray hash = QCryptographicHash::hash(verifier.reveal().toLatin1(), QCryptographicHash::Sha256);
    return QString::fromLatin1(hash.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}

} // namespace gm::supabase
