// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/pieces.h"

#include <QPointer>

class QSplitter;

namespace greenroom {

// A pane in a window of its own, for a second screen; closing that puts it back where it was.
class Detached : public Ground
{
    Q_OBJECT

public:
    // The pane's window, made or brought forward; nothing for a pane that stands in no splitter.
    static Detached *detach(const Theme &theme, QWidget *pane, const QString &title);
    // The window it stands in, if it is detached.
    static Detached *of(const QWidget *pane);

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    Detached(const Theme &theme, QWidget *pane, QSplitter *home);

    QWidget *m_pane;
    QPointer<QSplitter> m_home;   // gone with the main window
    int m_index;
    QList<int> m_sizes;
};

} // namespace greenroom
