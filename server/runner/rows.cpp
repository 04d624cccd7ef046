// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner/rows.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

#include <utility>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

// RFC 4180: quotes, doubled quotes, line breaks inside quotes.
QList<QStringList> readCsv(const QString &text)
{
    QList<QStringList> lines;
    QStringList line;
    QString field;
    bool quoted = false;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text.at(i);
        if (quoted) {
            if (c == u'"' && i + 1 < text.size() && text.at(i + 1) == u'"') {
                field += c;
                ++i;
            } else if (c == u'"') {
                quoted = false;
            } else {
                field += c;
            }
        } else if (c == u'"' && field.isEmpty()) {
            quoted = true;
        } else if (c == u',') {
            line.append(std::exchange(field, {}));
        } else if (c == u'\n') {
            line.append(std::exchange(field, {}));
            lines.append(std::exchange(line, {}));
        } else if (c != u'\r') {
            field += c;
        }
    }
    if (!field.isEmpty() || !line.isEmpty()) {
        line.append(field);
        lines.append(line);
    }
    return lines;
}

Result<QList<QJsonObject>> fromJson(const QJsonValue &value, const QString &file)
{
    QList<QJsonObject> rows;
    if (!value.isArray())
        return Error { 2, u"%1 holds no list of rows"_s.arg(file) };
    for (const QJsonValue &item : value.toArray())
        rows.append(item.isObject() ? item.toObject() : QJsonObject { { u"value"_s, item } });
    return rows;
}

} // namespace

Result<QList<QJsonObject>> readRows(const RowsSpec &spec)
{
    if (spec.kind == RowsSpec::Kind::List) {
        QList<QJsonObject> rows;
        for (const yaml::Node &item : spec.list) {
            const QJsonValue value = item.toJson();
            rows.append(value.isObject() ? value.toObject() : QJsonObject { { u"value"_s, value } });
        }
        return rows;
    }
    QFile file(spec.file);
    if (!file.open(QFile::ReadOnly))
        return Error { 2, u"%1: the rows file cannot be read: %2"_s.arg(spec.place.toString(), file.errorString()) };
    const QByteArray text = file.readAll();
    if (!spec.file.endsWith(".csv"_L1, Qt::CaseInsensitive)) {
        const yaml::Reading reading = yaml::read(text, spec.file);
        if (!reading.problems.isEmpty())
            return Error { 2, toLine(reading.problems.first()) };
        return fromJson(reading.root.toJson(), spec.file);
    }
    const QList<QStringList> lines = readCsv(QString::fromUtf8(text));
    QList<QJsonObject> rows;
    for (qsizetype i = 1; i < lines.size(); ++i) {
        if (lines.at(i).size() == 1 && lines.at(i).first().isEmpty())
            continue;
        if (lines.at(i).size() != lines.first().size())
            return Error { 2, u"%1:%2: this row has %3 fields, the head has %4"_s.arg(spec.file).arg(i + 1).arg(lines.at(i).size()).arg(lines.first().size()) };
        QJsonObject row;
        for (qsizetype column = 0; column < lines.first().size(); ++column)
            row.insert(lines.first().at(column).trimmed(), lines.at(i).at(column));
        rows.append(row);
    }
    return rows;
}

} // namespace greenroom
