// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QObject>

class QTableView;

namespace greenroom {

struct ColumnRoom
{
    int column;
    int width;        // where there is room
    int least;        // narrower it never gets
    int leaves = 0;   // 1 is the first to go when even the least do not fit; 0 stays
};

// Keeps a table inside its width: first its columns get narrower, then the less important ones go. `taker`
// gets what is left, or is -1.
class ColumnFit : public QObject
{
    Q_OBJECT

public:
    ColumnFit(QTableView *table, QList<ColumnRoom> columns, int taker);

    void fit();

protected:
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    QTableView *m_table;
    QList<ColumnRoom> m_columns;
    int m_taker;
};

} // namespace greenroom
