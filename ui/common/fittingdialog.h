/// A dialog of fixed width whose height follows its wrapped texts.
#pragma once

#include <QDialog>

namespace gm::common
{

/// Grows when a notice appears, so that no text is cut; never shrinks while it is open, so that nothing jumps. With
/// setContent() it grows no further than the screen, and what does not fit is scrolled.
class FittingDialog : public QDialog
{
    Q_OBJECT
public:
    /// @p designWidth is the width at the design's font.
    explicit FittingDialog(int designWidth, QWidget *parent = nullptr);

    /// Fills the dialog with @p content, which has a layout.
    void setContent(QWidget *content);

protected:
    bool event(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void fit();

    int m_designWidth;
    QWidget *m_content = nullptr; ///< Inside a scroll area.
};

} // namespace gm::common
