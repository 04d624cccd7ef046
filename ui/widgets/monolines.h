// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme.h"

#include <QAbstractScrollArea>
#include <QList>

namespace greenroom {

// A line of a log or a talk: time, a word in its colour, the text.
struct MonoLine
{
    qint64 at = 0;
    QString word;             // WARN, ↑ say
    Token wordColor = Token::T2;
    QString text;
    QString id;               // what a click leads to
    Token tint = Token::Count;   // Count: none
};

// Few lines, painted; a click tells which. Copies as text.
class MonoLines : public QAbstractScrollArea
{
    Q_OBJECT

public:
    explicit MonoLines(const Theme &theme, QWidget *parent = nullptr);

    void setLines(const QList<MonoLine> &lines, const QString &empty);
    const QList<MonoLine> &lines() const { return m_lines; }
    void setLineHeight(int height) { m_height = height; }
    void setMargin(int margin) { m_margin = margin; }
    void setGround(Token ground) { m_ground = ground; }
    int wantedHeight() const { return int(m_lines.size()) * m_height + 2 * m_top; }
    QString text() const;

signals:
    void chosen(const QString &id);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void updateBar();

    const Theme &m_theme;
    QList<MonoLine> m_lines;
    QString m_empty;
    int m_height = 20;
    int m_margin = 16;
    int m_top = 6;
    Token m_ground = Token::BgStage;
};

Token levelColor(const QString &level);

} // namespace greenroom
