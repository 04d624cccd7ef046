// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/schema.h"

#include <QFile>
#include <QSqlError>
#include <QSqlQuery>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

QString scriptFor(int version)
{
    return u":/sql/%1.sql"_s.arg(version, 4, 10, QLatin1Char('0'));
}

// Comments and statements of one script; no statement of ours contains a semicolon in a text.
QStringList statementsOf(const QString &script)
{
    QString plain;
    const QStringList lines = script.split(u'\n');
    for (const QString &line : lines) {
        if (!line.trimmed().startsWith("--"_L1))
            plain += line + u'\n';
    }
    QStringList statements;
    for (const QString &statement : plain.split(u';')) {
        if (!statement.trimmed().isEmpty())
            statements.append(statement);
    }
    return statements;
}

} // namespace

int newestSchema()
{
    int version = 0;
    while (QFile::exists(scriptFor(version + 1)))
        ++version;
    return version;
}

Error unusable(const QSqlDatabase &database, const QSqlError &why)
{
    return { 3, u"The archive %1 cannot be read: %2. Move it away, or choose another folder with --data-dir."_s
                    .arg(database.databaseName(), why.databaseText()) };
}

Result<int> knownVersion(const QSqlDatabase &database)
{
    QSqlQuery query(database);
    if (!query.exec(u"PRAGMA user_version"_s) || !query.next())
        return unusable(database, query.lastError());
    const int version = query.value(0).toInt();
    const int newest = newestSchema();
    if (version <= newest)
        return version;
    return Error { 3, u"The archive %1 was written by a newer Greenroom (version %2; this one knows %3). Update, or "
                      "choose another folder with --data-dir."_s.arg(database.databaseName()).arg(version).arg(newest) };
}

Result<void> migrate(QSqlDatabase &database)
{
    QSqlQuery query(database);
    // Exclusive while looking too: several programs may start at once.
    if (!query.exec(u"BEGIN IMMEDIATE"_s))
        return Error { 3, u"The archive cannot be opened for writing: %1."_s.arg(query.lastError().databaseText()) };
    const Result<int> version = knownVersion(database);
    if (!version) {
        query.exec(u"ROLLBACK"_s);
        return version.error();
    }
    if (*version == newestSchema()) {
        query.exec(u"ROLLBACK"_s);
        return {};
    }
    for (int next = *version + 1; next <= newestSchema(); ++next) {
        QFile script(scriptFor(next));
        if (!script.open(QFile::ReadOnly))
            return Error { 3, u"The migration %1 is missing from this program."_s.arg(next) };
        const QStringList statements = statementsOf(QString::fromUtf8(script.readAll()));
        for (const QString &statement : statements) {
            if (!query.exec(statement)) {
                const QString why = query.lastError().text();
                query.exec(u"ROLLBACK"_s);
                return Error { 3, u"The archive could not be brought to version %1: %2"_s.arg(next).arg(why) };
            }
        }
    }
    query.exec(u"PRAGMA user_version = %1"_s.arg(newestSchema()));
    if (!query.exec(u"COMMIT"_s))
        return Error { 3, u"The archive cannot be written: %1."_s.arg(query.lastError().databaseText()) };
    return {};
}

} // namespace greenroom
