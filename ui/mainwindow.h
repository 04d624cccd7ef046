// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMainWindow>

namespace greenroom {

class Engine;

class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    explicit MainWindow(Engine &engine, QWidget *parent = nullptr);
};

} // namespace greenroom
