/// A dialog of fixed width whose height follows its wrapped texts.
#pragma once

#include <QDialog>

namespace gm::common
{

/// Grows when a notice appears, so that no text is cut; never shrinks while it is open, so that nothing jumps.
class FittingDialog : public QDialog
{
    Q_OBJECT
public:
    /// @p designWidth is the width at the design's font.
    explicit FittingDialog(int designWidth, QWidget *parent = nullptr);

protected:
    bool event(QEvent *event) override;

private:
    void fit();

    int m_designWidth;
};

} // namespace gm::common
