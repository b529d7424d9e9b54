#include "core/timeline/filterlexer.h"

#include <QCoreApplication>

#include <optional>

namespace gm::timeline
{

namespace
{

class Lexer
{
public:
    explicit Lexer(const QString &text)
        : m_text(text)
    {
    }

    std::variant<QList<FilterToken>, FilterError> run()
    {
        while (!m_error) {
            while (m_at < m_text.size() && m_text[m_at].isSpace())
                ++m_at;
            if (m_at >= m_text.size())
                return m_tokens;
            readToken();
        }
        return *m_error;
    }

private:
    void readToken()
    {
        FilterToken token{.from = m_at};
        const QChar c = m_text[m_at];
        if (c == u'(' || c == u')') {
            token.type = c == u'(' ? FilterToken::Type::Open : FilterToken::Type::Close;
            ++m_at;
        } else if (c == u'-' && m_at + 1 < m_text.size() && !m_text[m_at + 1].isSpace()) {
            token.type = FilterToken::Type::Minus;
            ++m_at;
        } else if (c == u'"') {
            token.value = readQuoted();
        } else {
            readWord(token);
        }
        token.length = m_at - token.from;
        m_tokens << token;
    }

    void readWord(FilterToken &token)
    {
        const qsizetype from = m_at;
        while (m_at < m_text.size() && !isEnd(m_text[m_at])) {
            if (m_text[m_at] == u':' && isKey(from, m_at)) {
                token.type = FilterToken::Type::Key;
                token.key = m_text.mid(from, m_at - from);
                ++m_at;
                token.value = readValue();
                return;
            }
            ++m_at;
        }
        token.value = m_text.mid(from, m_at - from);
        if (token.value.compare(u"or", Qt::CaseInsensitive) == 0)
            token.type = FilterToken::Type::Or;
    }

    QString readValue()
    {
        if (m_at < m_text.size() && m_text[m_at] == u'"')
            return readQuoted();
        const qsizetype from = m_at;
        while (m_at < m_text.size() && !isEnd(m_text[m_at]))
            ++m_at;
        return m_text.mid(from, m_at - from);
    }

    QString readQuoted()
    {
        const qsizetype from = m_at++;
        QString value;
        for (; m_at < m_text.size(); ++m_at) {
            if (m_text[m_at] == u'"') {
                ++m_at;
                return value;
            }
            if (m_text[m_at] == u'\\' && m_at + 1 < m_text.size() &&
                (m_text[m_at + 1] == u'"' || m_text[m_at + 1] == u'\\'))
                ++m_at;
            value += m_text[m_at];
        }
        m_error = FilterError{
            .from = from,
            .length = m_text.size() - from,
            .error = {.code = 1202,
                      .what = QCoreApplication::translate("gm::timeline::Filter", "The quote is not closed."),
                      .next =
                          QCoreApplication::translate("gm::timeline::Filter", "Write a \" at the end of the text.")}};
        return value;
    }

    /// A key is letters; what begins with a digit is a time or an id, and no key.
    [[nodiscard]] bool isKey(qsizetype from, qsizetype colon) const
    {
        if (from == colon || !m_text[from].isLetter())
            return false;
        return std::all_of(m_text.begin() + from, m_text.begin() + colon,
                           [](QChar c) { return c.isLetterOrNumber() || c == u'_' || c == u'.'; });
    }

    [[nodiscard]] static bool isEnd(QChar c) { return c.isSpace() || c == u'(' || c == u')'; }

    const QString &m_text;
    qsizetype m_at = 0;
    QList<FilterToken> m_tokens;
    std::optional<FilterError> m_error;
};

} // namespace

std::variant<QList<FilterToken>, FilterError> splitFilter(const QString &text)
{
    return Lexer(text).run();
}

} // namespace gm::timeline
