// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

// `greenroom serve …` as a child process, on a free port; gone with this object.
class Serving
{
public:
    explicit Serving(const QString &project, const QStringList &more = {})
    {
        process.start(QStringLiteral(GREENROOM_BIN),
                      QStringList { QStringLiteral("serve"), project, QStringLiteral("--port"), QStringLiteral("0"),
                                    QStringLiteral("--data-dir"), data.path() } + more);
        for (int i = 0; i < 200 && !ready; ++i) {
            process.waitForReadyRead(100);
            while (process.canReadLine()) {
                const QByteArray line = process.readLine();
                output += line;
                if (line.startsWith("ready ")) {
                    ready = true;
                    wsUrl = QString::fromLatin1(line.split(' ').at(1));
                    httpUrl = QString::fromLatin1(line.trimmed().split(' ').at(2));
                }
            }
            if (process.state() == QProcess::NotRunning)
                break;
        }
    }
    ~Serving()
    {
        if (process.state() != QProcess::NotRunning) {
            process.terminate();
            if (!process.waitForFinished(5000))
                process.kill();
            process.waitForFinished(1000);
        }
    }

    QTemporaryDir data;
    QProcess process;
    bool ready = false;
    QString wsUrl;
    QString httpUrl;
    QByteArray output;
};
