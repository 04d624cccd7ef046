// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "mainwindow.h"

namespace greenroom {

MainWindow::MainWindow(Engine &engine, QWidget *parent)
    : QMainWindow(parent)
{
    Q_UNUSED(engine)
}

} // namespace greenroom
