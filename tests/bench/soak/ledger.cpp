#include "tests/bench/soak/ledger.h"

#include <algorithm>

namespace gm::soak
{

using base::ConversationId;

namespace
{

constexpr qsizetype keptFindings = 20;

QString timeText(qint64 ms)
{
    return QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC).toString(Qt::ISODateWithMs);
}

} // namespace

void Ledger::published(const ConversationId &conversation, qint64 fromMs, qint64 toMs)
{
    Books &books = m_books[conversation];
    books.open.push_back({fromMs, toMs});
    books.isReceived.resize(std::max(books.isReceived.size(), size_t(books.settled) + books.open.size()));
    ++m_figures.published;
}

void Ledger::received(const ConversationId &conversation, qint64 number)
{
    Books &books = m_books[conversation];
    if (number < 0)
        return find(conversation, QStringLiteral("an event without a number came"));
    // A watcher may hear of an event before the publisher has heard that it went out.
    books.isReceived.resize(std::max(books.isReceived.size(), size_t(number) + 1));
    if (books.isReceived[size_t(number)]) {
        ++m_figures.twice;
        return find(conversation, QStringLiteral("event %1 came twice").arg(number));
    }
    books.isReceived[size_t(number)] = true;
    ++m_figures.received;
    if (number < books.newest) {
        ++m_figures.disordered;
        find(conversation, QStringLiteral("event %1 came after event %2").arg(number).arg(books.newest));
    }
    books.newest = std::max(books.newest, number);
    if (number < books.settled)
        find(conversation, QStringLiteral("event %1 came after it had been given up").arg(number));
}

void Ledger::gap(const ConversationId &conversation, qint64 fromMs, qint64 toMs, bool isTrue)
{
    m_books[conversation].gaps.push_back({fromMs, toMs});
    ++m_figures.gaps;
    if (!isTrue) {
        ++m_figures.falseGaps;
        find(conversation,
             QStringLiteral("a gap from %1 to %2, and nothing had happened").arg(timeText(fromMs), timeText(toMs)));
    }
}

void Ledger::settle(qint64 beforeMs)
{
    for (auto books = m_books.begin(); books != m_books.end(); ++books) {
        while (!books->open.empty() && books->open.front().toMs < beforeMs)
            judge(books.key(), *books);
        while (!books->gaps.empty() && books->gaps.front().toMs < beforeMs && books->open.empty())
            books->gaps.pop_front();
    }
}

qint64 Ledger::outstanding() const
{
    qint64 count = 0;
    for (const Books &books : m_books) {
        for (size_t i = 0; i < books.open.size(); ++i)
            count += books.isReceived[size_t(books.settled) + i] ? 0 : 1;
    }
    return count;
}

/// The oldest of the open events.
void Ledger::judge(const ConversationId &conversation, Books &books)
{
    const Span moment = books.open.front();
    books.open.pop_front();
    const qint64 number = books.settled++;
    if (books.isReceived[size_t(number)])
        return;
    const bool isCovered = std::any_of(books.gaps.begin(), books.gaps.end(), [&moment](const Span &gap) {
        return gap.fromMs <= moment.toMs && moment.fromMs <= gap.toMs;
    });
    if (isCovered) {
        ++m_figures.covered;
        return;
    }
    ++m_figures.lost;
    find(conversation, QStringLiteral("event %1, published at %2, never came").arg(number).arg(timeText(moment.toMs)));
}

void Ledger::find(const ConversationId &conversation, const QString &what)
{
    if (m_findings.size() < keptFindings)
        m_findings.append(QStringLiteral("%1: %2").arg(conversation.text(), what));
}

} // namespace gm::soak
