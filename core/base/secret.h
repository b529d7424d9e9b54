/// A text that must not be printed, stored or shown: passwords, tokens, keys.
#pragma once

#include <QDebug>
#include <QString>

namespace gm::base
{

/// Holds a secret; only reveal() gives it out, so that every use can be found by searching for that word.
class Secret
{
public:
    Secret() = default;
    explicit Secret(QString text)
        : m_text(std::move(text))
    {
    }

    [[nodiscard]] const QString &reveal() const { return m_text; }
    [[nodiscard]] bool isEmpty() const { return m_text.isEmpty(); }
    [[nodiscard]] qsizetype size() const { return m_text.size(); }

    friend bool operator==(const Secret &a, const Secret &b) { return a.m_text == b.m_text; }

private:
    QString m_text;
};

/// Prints the length only.
QDebug operator<<(QDebug debug, const Secret &secret);

} // namespace gm::base
