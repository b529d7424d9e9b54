/// The watched channels, below their title.
#pragma once

#include <QWidget>

namespace gm::common
{
class TableView;
class ThemedLabel;
class ThemeProvider;
} // namespace gm::common

namespace gm::models
{
class ChannelsModel;
}

namespace gm::connectionpanel
{

class ChannelsTable : public QWidget
{
    Q_OBJECT

public:
    explicit ChannelsTable(const common::ThemeProvider &themes, QWidget *parent = nullptr);

    void setModel(models::ChannelsModel *model);
    /// "6 attached" beside the title.
    void setAttached(int attached);
    [[nodiscard]] common::TableView *table() const { return m_table; }

private:
    void fitColumns();

    common::ThemedLabel *m_attached;
    common::TableView *m_table;
};

} // namespace gm::connectionpanel
