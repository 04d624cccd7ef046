// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDeadlineTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMap>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

// `greenroom serve …` as a child process, on a free port; gone with this object.
class Serving
{
public:
    explicit Serving(const QString &project, const QStringList &more = {}, const QMap<QString, QString> &variables = {})
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        for (auto it = variables.begin(); it != variables.end(); ++it)
            environment.insert(it.key(), it.value());
        for (const char *name : { "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE" })
            environment.remove(QLatin1String(name));
        process.setProcessEnvironment(environment);
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
    // One that runs already, wherever that is: only its addresses are known.
    struct Elsewhere
    {
        QString wsUrl;
        QString httpUrl;
    };
    explicit Serving(const Elsewhere &elsewhere)
        : ready(true)
        , isElsewhere(true)
        , wsUrl(elsewhere.wsUrl)
        , httpUrl(elsewhere.httpUrl)
    {
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

    // With --format json: what happened so far, of this kind ("" for all).
    QList<QJsonObject> events(const QString &kind = {})
    {
        while (process.canReadLine())
            output += process.readLine();
        QList<QJsonObject> found;
        const QList<QByteArray> lines = output.split('\n');
        for (const QByteArray &line : lines) {
            const QJsonObject event = QJsonDocument::fromJson(line).object();
            if (!event.isEmpty() && (kind.isEmpty() || event.value(QLatin1String("kind")) == kind))
                found.append(event);
        }
        return found;
    }
    // Waits until an event of this kind satisfies the condition; an empty object when none came.
    template <class Condition>
    QJsonObject waitForEvent(const QString &kind, Condition condition, int ms = 10'000)
    {
        const QDeadlineTimer deadline(ms);
        for (;;) {
            const QList<QJsonObject> found = events(kind);
            for (const QJsonObject &event : found) {
                if (condition(event))
                    return event;
            }
            if (deadline.hasExpired())
                return {};
            QTest::qWait(20);
        }
    }

    QTemporaryDir data;
    QProcess process;
    bool ready = false;
    bool isElsewhere = false;
    QString wsUrl;
    QString httpUrl;
    QByteArray output;
};
