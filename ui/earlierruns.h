// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/event.h"

#include <QHash>
#include <QObject>

namespace greenroom {

struct Workspace;

// How a test went the last time it passed, before the run that is shown.
struct PassedBefore
{
    QString runId;
    int number = 0;
    qint64 at = 0;
    QList<StepFinished> steps;

    bool isValid() const { return !runId.isEmpty(); }
    // What the same check got then; empty when it was not made.
    QString got(const QJsonObject &check) const;
};

// Looks into the archive for it, run by run backwards; answers when it knows.
class EarlierRuns : public QObject
{
    Q_OBJECT

public:
    explicit EarlierRuns(Workspace &workspace, QObject *parent = nullptr);

    // Known now, or looked for: found() says when.
    PassedBefore lastPassed(const QString &testId);

signals:
    void found(const QString &testId);

private:
    void look(const QString &runId, const QString &testId, QStringList candidates);

    Workspace &m_workspace;
    QHash<QString, PassedBefore> m_known;   // by shown run and test
};

} // namespace greenroom
