// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/projectfiles/envfile.h"

#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr qint64 maxBytes = 1024 * 1024;

QString expanded(const QString &value, const QMap<QString, QString> &values, const QMap<QString, QString> &known)
{
    static const QRegularExpression variable(u"(\\\\)?\\$(?:\\{([A-Za-z_][A-Za-z0-9_]*)\\}|([A-Za-z_][A-Za-z0-9_]*))"_s);
    QString result;
    qsizetype at = 0;
    auto matches = variable.globalMatch(value);
    while (matches.hasNext()) {
        const QRegularExpressionMatch match = matches.next();
        const QString name = match.captured(2) + match.captured(3);
        result += value.mid(at, match.capturedStart() - at);
        result += match.captured(1).isEmpty() ? known.value(name, values.value(name)) : match.captured(0).mid(1);
        at = match.capturedEnd();
    }
    return result + value.mid(at);
}

} // namespace

QMap<QString, QString> readEnvText(const QByteArray &text, const QMap<QString, QString> &known)
{
    static const QRegularExpression line(
        u"^[ \\t]*(?:export[ \\t]+)?([A-Za-z_][A-Za-z0-9_.-]*)[ \\t]*=[ \\t]*"
        "(?:'([^']*)'|\"((?:\\\\.|[^\"\\\\])*)\"|`([^`]*)`|([^#\\r\\n]*?(?:(?<=\\S)#[^\\r\\n]*?)*))[ \\t]*(?:#[^\\r\\n]*)?$"_s,
        QRegularExpression::MultilineOption);
    QMap<QString, QString> values;
    auto matches = line.globalMatch(QString::fromUtf8(text).replace("\r\n"_L1, "\n"_L1));
    while (matches.hasNext()) {
        const QRegularExpressionMatch match = matches.next();
        QString value = match.captured(2) + match.captured(4);
        if (match.capturedStart(3) >= 0)
            value = expanded(match.captured(3).replace("\\n"_L1, "\n"_L1).replace("\\\""_L1, "\""_L1), values, known);
        else if (match.capturedStart(5) >= 0)
            value = expanded(match.captured(5).trimmed(), values, known);
        values.insert(match.captured(1), value);
    }
    return values;
}

QMap<QString, QString> readEnvFiles(const QStringList &files, Problems &problems)
{
    QMap<QString, QString> values;
    for (const QString &name : files) {
        QFile file(name);
        const QFileInfo info(name);
        if ((info.exists() && !info.isFile()) || !file.open(QFile::ReadOnly)) {
            problems.append({ Problem::Severity::Error, u"The file %1 cannot be read: %2."_s.arg(
                                  name, info.exists() && !info.isFile() ? u"it is no ordinary file"_s : file.errorString()),
                              u"Check --env-file; its values are missing."_s, { name, 0, 0 } });
            continue;
        }
        values.insert(readEnvText(file.read(maxBytes), values));
    }
    return values;
}

} // namespace greenroom
