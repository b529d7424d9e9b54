#include "ui/models/payloadmodel.h"

#include "ui/models/format.h"

#include <simdjson.h>

#include <optional>
#include <vector>

namespace gm::models
{

using namespace Qt::StringLiterals;
namespace dom = simdjson::dom;

namespace
{

constexpr qsizetype longestText = 400;

QString toText(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), qsizetype(utf8.size()));
}

PayloadModel::ValueType typeOf(const dom::element &element)
{
    switch (element.type()) {
    case dom::element_type::ARRAY:
        return PayloadModel::ValueType::Array;
    case dom::element_type::OBJECT:
        return PayloadModel::ValueType::Object;
    case dom::element_type::STRING:
        return PayloadModel::ValueType::Text;
    case dom::element_type::BOOL:
        return PayloadModel::ValueType::Bool;
    case dom::element_type::NULL_VALUE:
        return PayloadModel::ValueType::Null;
    case dom::element_type::INT64:
    case dom::element_type::UINT64:
    case dom::element_type::DOUBLE:
        break;
    }
    return PayloadModel::ValueType::Number;
}

} // namespace

/// A value of the tree. The root is never shown: its children are the top rows.
struct PayloadModel::Node {
    Node *parent = nullptr;
    int row = 0;
    QString key{};
    std::optional<dom::element> element{}; ///< None in the root, and in a row of raw text.
    QString raw{};
    bool isLoaded = false;
    std::vector<std::unique_ptr<Node>> children{};

    [[nodiscard]] ValueType type() const { return element ? typeOf(*element) : ValueType::Raw; }
    [[nodiscard]] size_t childCount() const
    {
        if (element && type() == ValueType::Object)
            return dom::object(*element).size();
        return element && type() == ValueType::Array ? dom::array(*element).size() : children.size();
    }
    void add(const QString &childKey, const dom::element &child)
    {
        auto node = std::make_unique<Node>();
        node->parent = this;
        node->row = int(children.size());
        node->key = childKey;
        node->element = child;
        children.push_back(std::move(node));
    }
    void load()
    {
        if (std::exchange(isLoaded, true) || !element)
            return;
        if (type() == ValueType::Object) {
            for (const dom::key_value_pair field : dom::object(*element))
                add(toText(field.key), field.value);
        } else if (type() == ValueType::Array) {
            int number = 0;
            for (const dom::element item : dom::array(*element))
                add(QString::number(number++), item);
        }
    }
    /// `metadata.items[2].id`.
    [[nodiscard]] QString path() const
    {
        if (parent == nullptr)
            return {};
        const QString before = parent->path();
        if (parent->type() == ValueType::Array)
            return QString(before + u'[' + key + u']');
        return before.isEmpty() ? key : QString(before + u'.' + key);
    }
};

struct PayloadModel::Document {
    dom::parser parser;
    simdjson::padded_string text;
};

PayloadModel::PayloadModel(QObject *parent)
    : QAbstractItemModel(parent)
    , m_document(std::make_unique<Document>())
    , m_root(std::make_unique<Node>())
{
}

PayloadModel::~PayloadModel() = default;

void PayloadModel::setPayload(const QByteArray &payload, genie::DataForm form)
{
    beginResetModel();
    m_root = std::make_unique<Node>();
    m_notice.clear();
    dom::element whole;
    bool isTree = false;
    if (form == genie::DataForm::Json) {
        m_document->text = simdjson::padded_string(payload.constData(), size_t(payload.size()));
        isTree = m_document->parser.parse(m_document->text).get(whole) == simdjson::SUCCESS;
    }
    if (isTree && (whole.is_object() || whole.is_array())) {
        m_root->element = whole;
        m_root->load();
    } else if (isTree) {
        m_root->add(tr("data"), whole);
    } else {
        showRaw(payload, form);
    }
    endResetModel();
}

void PayloadModel::showRaw(const QByteArray &payload, genie::DataForm form)
{
    switch (form) {
    case genie::DataForm::Json:
        m_notice = tr("This is not JSON; it is shown as received.");
        break;
    case genie::DataForm::Text:
        m_notice = tr("This is plain text, not JSON.");
        break;
    case genie::DataForm::Binary:
        m_notice = tr("These are bytes; they are shown in base64.");
        break;
    case genie::DataForm::None:
        m_notice = tr("The event carries no data.");
        return;
    }
    auto node = std::make_unique<Node>();
    node->parent = m_root.get();
    node->key = tr("data");
    node->raw = form == genie::DataForm::Binary ? QString::fromLatin1(payload.toBase64()) : QString::fromUtf8(payload);
    m_root->children.push_back(std::move(node));
}

void PayloadModel::clear()
{
    beginResetModel();
    m_root = std::make_unique<Node>();
    m_notice.clear();
    endResetModel();
}

PayloadModel::Node *PayloadModel::nodeOf(const QModelIndex &index) const
{
    return index.isValid() ? static_cast<Node *>(index.internalPointer()) : m_root.get();
}

QModelIndex PayloadModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, nodeOf(parent)->children[size_t(row)].get());
}

QModelIndex PayloadModel::parent(const QModelIndex &child) const
{
    if (!child.isValid())
        return {};
    Node *parent = nodeOf(child)->parent;
    return parent == m_root.get() ? QModelIndex() : createIndex(parent->row, 0, parent);
}

int PayloadModel::rowCount(const QModelIndex &parent) const
{
    if (parent.isValid() && parent.column() != 0)
        return 0;
    Node *node = nodeOf(parent);
    node->load();
    return int(node->children.size());
}

int PayloadModel::columnCount(const QModelIndex &) const
{
    return ColumnCount;
}

bool PayloadModel::hasChildren(const QModelIndex &parent) const
{
    return (!parent.isValid() || parent.column() == 0) && nodeOf(parent)->childCount() > 0;
}

QVariant PayloadModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Node &node = *nodeOf(index);
    switch (role) {
    case Qt::DisplayRole:
        return index.column() == Key ? node.key : valueText(node);
    case Qt::AccessibleTextRole:
        return QString(node.key + u": " + valueText(node));
    case ValueTypeRole:
        return QVariant::fromValue(node.type());
    case PathRole:
        return node.path();
    case RawRole:
        return rawText(node);
    default:
        return {};
    }
}

QString PayloadModel::rawText(const Node &node)
{
    if (!node.element)
        return node.raw;
    if (node.type() == ValueType::Text)
        return toText(std::string_view(*node.element));
    return toText(simdjson::minify(*node.element));
}

QString PayloadModel::valueText(const Node &node)
{
    const auto count = qint64(node.childCount());
    switch (node.type()) {
    case ValueType::Object:
        return count == 1 ? tr("1 field") : tr("%1 fields").arg(formatCount(count));
    case ValueType::Array:
        return count == 1 ? tr("1 item") : tr("%1 items").arg(formatCount(count));
    case ValueType::Text:
    case ValueType::Raw: {
        const QString text = rawText(node);
        const QString mark = node.type() == ValueType::Text ? u"\""_s : QString();
        if (text.size() <= longestText)
            return QString(mark + oneLine(text) + mark);
        return tr("%1\u2026 %2 characters", "start of a long text, and its length")
            .arg(QString(mark + oneLine(text, longestText)), formatCount(text.size()));
    }
    default:
        return rawText(node);
    }
}

QVariant PayloadModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == Key ? tr("Key") : tr("Value");
}

} // namespace gm::models
