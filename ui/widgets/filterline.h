// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/filter.h"

#include <QLineEdit>

class QTimer;

namespace greenroom {

class Theme;

// The filter field of a list: funnel, finished words painted as tokens, amber edge and a sentence when the
// text cannot be read. Esc clears, a second Esc leaves.
class FilterLine : public QLineEdit
{
    Q_OBJECT

public:
    FilterLine(const Theme &theme, const QStringList &fields, QWidget *parent = nullptr);

    const Filter &filter() const { return m_filter; }
    void setFields(const QStringList &fields);

signals:
    void filterChanged(const greenroom::Filter &filter);

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void read();
    void applyColors();
    void paintTokens(class QPainter &painter);

    const Theme &m_theme;
    QStringList m_fields;
    Filter m_filter;
    QTimer *m_delay;
};

} // namespace greenroom
