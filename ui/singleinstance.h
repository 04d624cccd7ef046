// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QStringList>

#include <memory>

class QLocalServer;
class QLocalSocket;

namespace greenroom {

// One window for each data folder: a second start passes its arguments on and ends. The socket lies in the
// folder, which is its owner's alone.
class SingleInstance : public QObject
{
    Q_OBJECT

public:
    explicit SingleInstance(const QString &dataFolder, QObject *parent = nullptr);
    ~SingleInstance() override;

    // True: a window that is there already has taken them.
    bool passOn(const QStringList &arguments) const;
    // From now on others pass theirs to us. Where it cannot, each start has a window of its own.
    bool listen();

signals:
    void called(const QStringList &arguments);

private:
    void read(QLocalSocket *socket);

    QString m_path;
    std::unique_ptr<QLocalServer> m_server;
};

} // namespace greenroom
