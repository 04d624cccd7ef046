// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme.h"

#include <QJsonArray>
#include <QWidget>

class QLabel;

namespace greenroom {

// What a project's functions need that this computer does not have; hidden when nothing is missing.
class RuntimeBand : public QWidget
{
    Q_OBJECT

public:
    explicit RuntimeBand(const Theme &theme, QWidget *parent = nullptr);

    // The functions as the journal tells them. Looks anew each time.
    void setFunctions(const QJsonArray &functions);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void look();

    const Theme &m_theme;
    QJsonArray m_functions;
    QLabel *m_words;
};

} // namespace greenroom
