// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "earlierruns.h"
#include "models/logmodel.h"
#include "theme.h"

#include <QAbstractScrollArea>

namespace greenroom {

struct RunAttempt;

// What the steps of one attempt looked at: the failed check first as a tinted block with wanted, got and
// the value it had when it last passed; passed checks after it; steps that were not run last; then what the
// server said at the same time.
class ChecksView : public QAbstractScrollArea
{
    Q_OBJECT

public:
    explicit ChecksView(const Theme &theme, QWidget *parent = nullptr);

    void show(const RunAttempt *attempt, const PassedBefore &passed, const QList<LogRow> &server);

signals:
    void serverRequested();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;

private:
    struct Line
    {
        enum class Kind { Step, Block, Row, Note, Gap } kind = Kind::Row;
        QString state;
        QString name;
        QString value;
        QString wanted, got, because, passed, passedRun;
        int height = 24;
    };
    void addStep(const struct StepFinished &step, bool named, const PassedBefore &passed);
    void paintBlock(QPainter &painter, const Line &line, const QRect &box) const;
    void paintLine(QPainter &painter, const Line &line, const QRect &box) const;
    void paintServer(QPainter &painter, int y);
    void updateBar();
    int contentHeight() const;

    const Theme &m_theme;
    QList<Line> m_lines;
    QList<LogRow> m_server;
    QRect m_open;            // the word that leads to the server's lines
};

} // namespace greenroom
