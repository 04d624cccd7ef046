// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme.h"

#include <QTimer>
#include <QWidget>

namespace greenroom {

// One sentence at the lower right of the stage for eight seconds. What it says stands in Problems too.
class Toast : public QWidget
{
    Q_OBJECT

public:
    Toast(const Theme &theme, QWidget *stage);

    void say(const QString &severity, const QString &sentence, const QString &more);
    // Another page is seen: away from what can be pressed there.
    void stepAside();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;

private:
    void place();
    bool covers(const QRect &area) const;

    const Theme &m_theme;
    QString m_symbol;
    QString m_sentence;
    QString m_more;
    Token m_ink = Token::TTip;
    QTimer m_leave;
};

} // namespace greenroom
