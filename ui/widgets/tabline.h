// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme.h"

#include <QWidget>

class QAbstractButton;
class QButtonGroup;
class QHBoxLayout;

namespace greenroom {

// Tabs as drawn: 32 high, the chosen one's line on the separator, counts in small; room at the right for
// more. The names double as ids.
class TabLine : public QWidget
{
    Q_OBJECT

public:
    explicit TabLine(const Theme &theme, QWidget *parent = nullptr);

    void add(const QString &id, const QString &text);
    void setText(const QString &id, const QString &text);
    void setCount(const QString &id, const QString &count);
    void setBad(const QString &id, bool bad);              // its count is of problems
    void setSymbol(const QString &id, const QString &symbol);
    void setTabVisible(const QString &id, bool visible);
    void setCurrent(const QString &id);
    QString current() const;
    void addToRight(QWidget *widget);

signals:
    void currentChanged(const QString &id);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QAbstractButton *tab(const QString &id) const;

    const Theme &m_theme;
    QButtonGroup *m_group;
    QHBoxLayout *m_tabs;
    QHBoxLayout *m_right;
};

} // namespace greenroom
