/// The data of an event as a tree: key and value, children made when they are looked at.
#pragma once

#include "core/genie/eventpayload.h"

#include <QAbstractItemModel>

#include <memory>

namespace gm::models
{

/// Objects keep the order in which their fields were sent. Data that is no JSON is one row with the raw text. GUI thread.
class PayloadModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Column { Key, Value, ColumnCount };
    enum Roles {
        ValueTypeRole = Qt::UserRole, ///< ValueType.
        PathRole,                     ///< QString `metadata.items[2].id`, for copying.
        RawRole,                      ///< QString: the value as JSON text, strings without quotes.
    };
    enum class ValueType { Object, Array, Text, Number, Bool, Null, Raw };
    Q_ENUM(ValueType)

    explicit PayloadModel(QObject *parent = nullptr);
    ~PayloadModel() override;

    void setPayload(const QByteArray &payload, genie::DataForm form);
    void clear();
    /// Why the data is shown raw, as a sentence; empty when it is a tree.
    [[nodiscard]] const QString &notice() const { return m_notice; }

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex &child) const override;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] bool hasChildren(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Node;
    struct Document;

    void showRaw(const QByteArray &payload, genie::DataForm form);
    [[nodiscard]] Node *nodeOf(const QModelIndex &index) const;
    [[nodiscard]] static QString rawText(const Node &node);
    [[nodiscard]] static QString valueText(const Node &node);

    std::unique_ptr<Document> m_document; ///< What the nodes point into.
    std::unique_ptr<Node> m_root;
    QString m_notice;
};

} // namespace gm::models
