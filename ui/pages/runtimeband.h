// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme.h"

#include <QJsonArray>
#include <QWidget>

class QLabel;

namespace greenroom {

class Settings;

// A program chosen once comes before those on the PATH, for the host and for every launch after.
void useChosenRuntime(const Settings &settings);

// What a project's functions need that this computer does not have; hidden when nothing is missing.
class RuntimeBand : public QWidget
{
    Q_OBJECT

public:
    RuntimeBand(const Theme &theme, Settings &settings, QWidget *parent = nullptr);

    // The functions as the journal tells them. Looks anew each time.
    void setFunctions(const QJsonArray &functions);
    // The program to use from now on.
    void choose(const QString &program);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void look();

    const Theme &m_theme;
    Settings &m_settings;
    QJsonArray m_functions;
    QLabel *m_words;
};

} // namespace greenroom
