// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme.h"

#include <QStringList>
#include <QWidget>

namespace greenroom {

// The line at the bottom: LOCAL and the address at the left, then facts with their symbols; what is saved
// at the right.
class StatusLine : public QWidget
{
    Q_OBJECT

public:
    struct Fact
    {
        QString symbol;
        QString text;
        QString state;     // a mark instead of the symbol
        bool operator==(const Fact &) const = default;
    };

    explicit StatusLine(const Theme &theme, QWidget *parent = nullptr);
    void show(const QString &address, const QList<Fact> &left, const QList<Fact> &right);
    // In copper, with the cloud and the word, while a service elsewhere is talked to; empty: LOCAL again.
    void setRemote(const QStringList &places);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    int paintFact(QPainter &painter, int x, const Fact &fact) const;
    int widthOf(const Fact &fact) const;

    const Theme &m_theme;
    QStringList m_remote;
    QString m_address;
    QList<Fact> m_left;
    QList<Fact> m_right;
};

} // namespace greenroom
