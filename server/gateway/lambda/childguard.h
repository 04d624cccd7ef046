// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QProcess>
#include <QSet>

namespace greenroom {

// Sees to it that no child outlives us, whatever happens to us: one small shell process knows the process
// groups of all children and kills them when its pipe to us ends, as it does after kill -9 too.
class ChildGuard : public QObject
{
    Q_OBJECT

public:
    explicit ChildGuard(QObject *parent = nullptr);
    ~ChildGuard() override;

    void add(qint64 group);
    void remove(qint64 group);

private:
    QProcess m_shell;
};

} // namespace greenroom
