/// The event's data as a tree in the payload's colours.
#pragma once

#include "ui/models/payloadmodel.h"

#include <QTreeView>

namespace gm::common
{
class ThemeProvider;
}

namespace gm::inspector
{

/// As high as its rows, up to 24; longer ones scroll. Copies values, paths and JSON.
class DataTree : public QTreeView
{
    Q_OBJECT

public:
    explicit DataTree(const common::ThemeProvider &themes, QWidget *parent = nullptr);

    void setPayload(const QByteArray &payload, genie::DataForm form);
    [[nodiscard]] const models::PayloadModel &payload() const { return *m_model; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return {0, sizeHint().height()}; }

Q_SIGNALS:
    /// Something was put into the clipboard.
    void copied();

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void drawBranches(QPainter *painter, const QRect &rect, const QModelIndex &index) const override;
    void drawRow(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    void copy(int role);
    [[nodiscard]] int rowsInSight(const QModelIndex &parent) const;

    const common::ThemeProvider &m_themes;
    models::PayloadModel *m_model;
};

} // namespace gm::inspector
