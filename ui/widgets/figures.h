// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme.h"
#include "widgets/jsontext.h"

#include <QWidget>

#include <utility>

namespace greenroom {

// A strip of amounts: a small name, the figure under it, a line between.
class Figures : public QWidget
{
    Q_OBJECT

public:
    explicit Figures(const Theme &theme, QWidget *parent = nullptr);
    void setFigures(const QList<std::pair<QString, QString>> &figures);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    QList<std::pair<QString, QString>> m_figures;
};

// One line of JSON in its colours, elided.
class SpanLabel : public QWidget
{
    Q_OBJECT

public:
    explicit SpanLabel(const Theme &theme, QWidget *parent = nullptr);
    void setText(const QString &text);
    const QString &text() const { return m_text; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    QString m_text;
    QList<TextSpan> m_spans;
};

} // namespace greenroom
