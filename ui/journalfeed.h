// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/event.h"
#include "models/rowmodel.h"

#include <QObject>
#include <QTimer>

namespace greenroom {

class Journal;
struct Workspace;

// The window's one subscription to the journal: batches are gathered and handed to every model some fifteen
// times a second, so that a busy run stays calm to look at.
class JournalFeed : public QObject
{
    Q_OBJECT

public:
    JournalFeed(Journal &journal, Workspace &workspace, QObject *parent = nullptr);

    // For pictures and tests: recorded events, at once.
    void feed(const QList<Event> &events);

signals:
    void fed();

private:
    void deliver();

    Workspace &m_workspace;
    QList<Folding *> m_models;
    QList<Event> m_pending;
    QTimer m_gather;
    QTimer m_tick;
    int m_ticks = 0;
};

} // namespace greenroom
