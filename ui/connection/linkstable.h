/// The connections open beside each other, where there are several.
#pragma once

#include "core/monitor/linkstatus.h"
#include "ui/models/linksmodel.h"

#include <QWidget>

namespace gm::common
{
class TableView;
class ThemeProvider;
} // namespace gm::common

namespace gm::connectionpanel
{

/// Hidden while there is one connection: the summary above tells everything about that.
class LinksTable : public QWidget
{
    Q_OBJECT

public:
    explicit LinksTable(const common::ThemeProvider &themes, QWidget *parent = nullptr);

    void setLinks(const QList<monitor::LinkStatus> &links);

private:
    models::LinksModel m_model;
    common::TableView *m_table;
};

} // namespace gm::connectionpanel
