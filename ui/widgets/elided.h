// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme.h"

#include <QLabel>

namespace greenroom {

// A label that gives way: what does not fit is elided and stands whole in the tooltip. Marked-up text loses
// its marks when it is elided.
class Elided : public QLabel
{
    Q_OBJECT

public:
    Elided(const Theme &theme, Theme::TypeLevel level, Token color, Qt::TextElideMode mode = Qt::ElideRight, QWidget *parent = nullptr);

    void setElides(bool elides);   // ids never are
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    QString words() const;
    bool fits() const { return width() >= QLabel::sizeHint().width(); }

    Qt::TextElideMode m_mode;
    bool m_elides = true;
};

} // namespace greenroom
