/// What happened to the connection: the chosen row opens to what its code means, what to do, and the page about it.
#pragma once

#include "ui/common/tableview.h"

#include <QPersistentModelIndex>

namespace gm::connectionpanel
{

/// Shows a models::TransitionsModel.
class TransitionsTable : public common::TableView
{
    Q_OBJECT

public:
    explicit TransitionsTable(const common::ThemeProvider &themes, QWidget *parent = nullptr);

    void setModel(QAbstractItemModel *model) override;
    /// The explanation shown in the open row; empty: none is open.
    [[nodiscard]] QString explanation() const;

Q_SIGNALS:
    /// The help link of the open row.
    void helpRequested(const QUrl &url);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;

private:
    void openRow();
    [[nodiscard]] static QString explanationOf(const QModelIndex &index);
    [[nodiscard]] QRect textPlace(int row) const;
    [[nodiscard]] QRect linkPlace(int row) const;
    [[nodiscard]] QString linkText() const;

    const common::ThemeProvider &m_themes;
    QPersistentModelIndex m_open;
};

} // namespace gm::connectionpanel
