/// Annotations of a message and the summary Ably makes of them, by type: `reaction:distinct.v1` and its kin.
#pragma once

#include <QCborMap>
#include <QList>
#include <QString>

namespace gm::sandbox
{

struct Annotation {
    QString type{}; ///< `topic:kind.v1`, the kind one of total, flag, distinct, unique, multiple.
    QString name{}; ///< Such as the emoji; for distinct, unique and multiple.
    QString clientId{};
    qint64 count = 1; ///< For multiple.
};

/// True for the kinds above.
[[nodiscard]] bool isAnnotationType(const QString &type);
/// Puts @p annotation to those of a message; one client counts once where its kind says so.
void annotate(QList<Annotation> &all, const Annotation &annotation);
/// Takes back what its client had annotated by that type (and name, where the kind goes by names).
void takeBack(QList<Annotation> &all, const Annotation &annotation);
/// `{type: value}`; empty without annotations.
[[nodiscard]] QCborMap summaryOf(const QList<Annotation> &all);

} // namespace gm::sandbox
