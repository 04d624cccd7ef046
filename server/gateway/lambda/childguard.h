// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QProcess>
#include <QSet>

namespace greenroom {

// Sees to it that no child outlives us, whatever happens to us: one small shell process knows the process
// groups of all children and kills them when its pipe to us ends, as it does after kill -9 too. What left its
// group (setsid, a daemon) still has the mark in its environment and is found by it.
class ChildGuard : public QObject
{
    Q_OBJECT

public:
    explicit ChildGuard(QObject *parent = nullptr);
    ~ChildGuard() override;

    // mark: a word that stands in the environment of this child and of no other.
    void add(qint64 group, const QByteArray &mark);
    void remove(qint64 group, const QByteArray &mark);

private:
    QProcess m_shell;
    bool m_sweeping = false;
};

} // namespace greenroom
