// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/detached.h"

#include <QCloseEvent>
#include <QSplitter>
#include <QVBoxLayout>

namespace greenroom {

Detached *Detached::of(const QWidget *pane)
{
    return qobject_cast<Detached *>(pane->parentWidget());
}

Detached *Detached::detach(const Theme &theme, QWidget *pane, const QString &title)
{
    Detached *window = of(pane);
    auto *home = qobject_cast<QSplitter *>(pane->parentWidget());
    if (!window && !home)
        return nullptr;
    if (!window)
        window = new Detached(theme, pane, home);
    window->setWindowTitle(title);
    window->show();
    window->raise();
    window->activateWindow();
    return window;
}

Detached::Detached(const Theme &theme, QWidget *pane, QSplitter *home)
    : Ground(theme, Token::BgStage, home->window())
    , m_pane(pane)
    , m_home(home)
    , m_index(home->indexOf(pane))
    , m_sizes(home->sizes())
{
    setWindowFlag(Qt::Window);
    setAttribute(Qt::WA_DeleteOnClose);
    resize(pane->size().expandedTo({ 420, 240 }));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(pane);
    pane->show();
}

void Detached::closeEvent(QCloseEvent *event)
{
    if (m_home) {
        m_home->insertWidget(m_index, m_pane);
        m_home->setSizes(m_sizes);
        m_pane->show();
    }
    Ground::closeEvent(event);
}

} // namespace greenroom
