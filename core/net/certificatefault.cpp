#include "core/net/certificatefault.h"

#include "core/net/httpclient.h"

#include <QCoreApplication>
#include <QLocale>
#include <QSslCertificate>

#include <algorithm>

namespace gm::net
{

using base::Error;

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("gm::net::Certificate", text);
}

QString dayOf(const QDateTime &time)
{
    return QLocale().toString(time.toLocalTime().date(), QLocale::LongFormat);
}

/// The names the certificate is good for.
QString namesOf(const QSslCertificate &certificate)
{
    QStringList names = certificate.subjectAlternativeNames().values();
    if (names.isEmpty())
        names = certificate.subjectInfo(QSslCertificate::CommonName);
    std::sort(names.begin(), names.end());
    return names.join(QStringLiteral(", "));
}

/// Why one finding makes the certificate useless; empty for findings that only follow from another.
QString reasonOf(const QSslError &problem)
{
    const QSslCertificate certificate = problem.certificate();
    switch (problem.error()) {
    case QSslError::CertificateExpired:
        return tr("It ran out on %1.").arg(dayOf(certificate.expiryDate()));
    case QSslError::CertificateNotYetValid:
        return tr("It is valid from %1 on; this computer's clock may be wrong.")
            .arg(dayOf(certificate.effectiveDate()));
    case QSslError::HostNameMismatch:
        return tr("It was issued for %1, not for this address.").arg(namesOf(certificate));
    case QSslError::SelfSignedCertificate:
        return tr("The server has made it itself: no authority vouches for it.");
    case QSslError::SelfSignedCertificateInChain:
    case QSslError::UnableToGetIssuerCertificate:
    case QSslError::UnableToGetLocalIssuerCertificate:
    case QSslError::CertificateUntrusted:
        return tr("It was issued by \"%1\", which this computer does not know as an authority.")
            .arg(certificate.issuerDisplayName());
    case QSslError::CertificateRevoked:
        return tr("Its authority has revoked it.");
    default:
        return {};
    }
}

} // namespace

Error certificateFault(const QList<QSslError> &problems, const QString &origin, const QString &otherwise)
{
    QStringList reasons;
    for (const QSslError &problem : problems) {
        const QString reason = reasonOf(problem);
        if (!reason.isEmpty() && !reasons.contains(reason))
            reasons << reason;
    }
    return {.code = TlsFailed,
            .what = tr("The certificate of %1 is not trusted.").arg(origin),
            .why = reasons.isEmpty() ? otherwise : reasons.join(u' ')};
}

} // namespace gm::net
