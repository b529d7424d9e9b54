#include "core/timeline/filter.h"

#include "core/timeline/filterlexer.h"
#include "core/timeline/filternode.h"

#include <QCoreApplication>

#include <algorithm>

namespace gm::timeline
{

using base::Error;
using base::Result;

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("gm::timeline::Filter", text);
}

QString keyList()
{
    QStringList names;
    for (const FilterKey &key : filterKeys())
        names << key.name.toString() + u':';
    return names.join(QStringLiteral(", "));
}

/// Recursive descent; the first mistake ends it.
class Parser
{
public:
    Parser(QList<FilterToken> tokens, qsizetype end)
        : m_tokens(std::move(tokens))
        , m_end(end)
    {
    }

    std::variant<FilterNode, FilterError> run()
    {
        FilterNode root = readAlternatives(0);
        if (!m_error && m_at < m_tokens.size())
            fail(m_tokens[m_at], {.code = 1203,
                                  .what = tr("This bracket closes nothing."),
                                  .next = tr("Take it away, or write a ( before.")});
        if (m_error)
            return *m_error;
        return root;
    }

private:
    using Type = FilterToken::Type;
    static constexpr int maxDepth = 64; ///< Brackets and minus signs inside each other; protects the stack.

    FilterNode readAlternatives(int depth)
    {
        FilterNode node{.type = FilterNode::Type::Or};
        node.children.push_back(readTogether(depth));
        while (!m_error && next() == Type::Or) {
            ++m_at;
            node.children.push_back(readTogether(depth));
        }
        return node.children.size() == 1 ? FilterNode(node.children.front()) : node;
    }

    FilterNode readTogether(int depth)
    {
        FilterNode node;
        while (!m_error && next() && next() != Type::Or && next() != Type::Close)
            node.children.push_back(readTerm(depth));
        if (!m_error && node.children.empty())
            fail(m_at < m_tokens.size() ? m_tokens[m_at] : atEnd(),
                 {.code = 1204,
                  .what = tr("Something to look for is missing here."),
                  .next = tr("Write a text or a key with its value, like kind:status.")});
        return node.children.size() == 1 ? FilterNode(node.children.front()) : node;
    }

    FilterNode readTerm(int depth)
    {
        const FilterToken token = m_tokens[m_at++];
        if (depth > maxDepth) {
            fail(token, {.code = 1205, .what = tr("Too many brackets inside each other."), .next = tr("Write less.")});
            return {};
        }
        switch (token.type) {
        case Type::Minus:
            return readContrary(token, depth);
        case Type::Open:
            return readBracket(token, depth);
        case Type::Key:
            return readKey(token);
        default:
            return textNode(token.value);
        }
    }

    FilterNode readContrary(const FilterToken &minus, int depth)
    {
        FilterNode node{.type = FilterNode::Type::Not};
        if (!next() || next() == Type::Or || next() == Type::Close) {
            fail(minus, {.code = 1204,
                         .what = tr("Something to leave out is missing after the minus."),
                         .next = tr("Write it right behind, like -kind:stream.")});
            return node;
        }
        node.children.push_back(readTerm(depth + 1));
        return node;
    }

    FilterNode readBracket(const FilterToken &open, int depth)
    {
        FilterNode node = readAlternatives(depth + 1);
        if (m_error)
            return node;
        if (next() == Type::Close)
            ++m_at;
        else
            fail(open, {.code = 1203, .what = tr("The bracket is not closed."), .next = tr("Write a ) at its end.")});
        return node;
    }

    FilterNode readKey(const FilterToken &token)
    {
        FilterNode node{.type = FilterNode::Type::Key, .key = findFilterKey(token.key)};
        node.term.text = token.value.toLower();
        if (node.key == nullptr) {
            fail(token, {.code = 1206,
                         .what = tr("There is no key \"%1:\".").arg(token.key),
                         .next = tr("Use one of %1; to look for the text itself, put it in quotes.").arg(keyList())});
        } else if (token.value.isEmpty()) {
            fail(token, {.code = 1207,
                         .what = tr("The value after \"%1:\" is missing.").arg(token.key),
                         .next = tr("Write it right behind the colon.")});
        } else if (const Result<void> read = node.key->read(node.term); !read) {
            fail(token, read.error());
        }
        return node;
    }

    static FilterNode textNode(const QString &text)
    {
        return {.type = FilterNode::Type::Text, .term = {.text = text.toLower()}, .search = TextSearch(text)};
    }

    [[nodiscard]] std::optional<Type> next() const
    {
        return m_at < m_tokens.size() ? std::optional(m_tokens[m_at].type) : std::nullopt;
    }
    [[nodiscard]] FilterToken atEnd() const { return {.from = m_end, .length = 0}; }
    void fail(const FilterToken &token, const Error &error)
    {
        if (!m_error)
            m_error = FilterError{.from = token.from, .length = token.length, .error = error};
    }

    QList<FilterToken> m_tokens;
    qsizetype m_end;
    qsizetype m_at = 0;
    std::optional<FilterError> m_error;
};

} // namespace

bool FilterNode::needsLabelOnly() const
{
    if (type == Type::Key)
        return key->labelMatches != nullptr;
    return type != Type::Text && std::all_of(children.begin(), children.end(),
                                             [](const FilterNode &child) { return child.needsLabelOnly(); });
}

bool FilterNode::needsText() const
{
    return type == Type::Text ||
           std::any_of(children.begin(), children.end(), [](const FilterNode &child) { return child.needsText(); });
}

Filter::Filter() = default;

Result<Filter> Filter::parse(const QString &text, FilterError *problem)
{
    const auto failed = [problem](const FilterError &error) {
        if (problem != nullptr)
            *problem = error;
        return error.error;
    };
    if (text.size() > maxFilterLength)
        return failed({.from = maxFilterLength,
                       .length = text.size() - maxFilterLength,
                       .error = {.code = 1208,
                                 .what = tr("The filter is longer than %1 characters.").arg(maxFilterLength),
                                 .next = tr("Write less.")}});
    auto split = splitFilter(text);
    if (const auto *error = std::get_if<FilterError>(&split))
        return failed(*error);
    QList<FilterToken> tokens = std::get<QList<FilterToken>>(std::move(split));
    Filter filter;
    filter.m_text = text;
    if (tokens.isEmpty())
        return filter;
    auto tree = Parser(std::move(tokens), text.size()).run();
    if (const auto *error = std::get_if<FilterError>(&tree))
        return failed(*error);
    filter.m_root = std::make_shared<const FilterNode>(std::get<FilterNode>(std::move(tree)));
    return filter;
}

bool Filter::needsText() const
{
    return m_root != nullptr && m_root->needsText();
}

} // namespace gm::timeline
