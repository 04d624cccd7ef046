// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/event.h"
#include "theme.h"

#include <QWidget>

namespace greenroom {

// Where the time of a call went, as one bar: queue, start, function, answer, each with its words.
class PartsBar : public QWidget
{
    Q_OBJECT

public:
    explicit PartsBar(const Theme &theme, QWidget *parent = nullptr);
    void setAnswer(const IntegrationAnswered &answer);
    QSize sizeHint() const override { return { 200, 34 }; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    IntegrationAnswered m_answer;
};

// The four parts of a call, one after the other: name, from and to in ms.
struct CallPart
{
    QString name;
    double from = 0;
    double to = 0;
    double length() const { return to - from; }
};
QList<CallPart> partsOf(const IntegrationAnswered &answer);

} // namespace greenroom
