// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>
#include <QString>

// A local DynamoDB on a free port, empty; gone with this object.
class Dynalite
{
public:
    explicit Dynalite(const QString &modules)
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("NODE_PATH"), modules);
        process.setProcessEnvironment(environment);
        process.start(QStringLiteral("node"),
                      { QStringLiteral("-e"),
                        QStringLiteral("const server = require('dynalite')({ createTableMs: 200 });"
                                       "server.listen(0, '127.0.0.1', () => console.log(server.address().port));") });
        if (process.waitForReadyRead(20'000))
            url = QStringLiteral("http://127.0.0.1:") + QString::fromLatin1(process.readLine().trimmed());
    }
    ~Dynalite()
    {
        process.kill();
        process.waitForFinished(5000);
    }

    QProcess process;
    QString url;
};
