// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/projectvalues.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QSaveFile>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

// A text as YAML's double quotes write it; JSON's are a part of them.
QString quoted(const QString &text)
{
    const QByteArray list = QJsonDocument(QJsonArray { text }).toJson(QJsonDocument::Compact);
    return QString::fromUtf8(list.mid(1, list.size() - 2));
}

} // namespace

QString withProjectValue(const QString &text, const QString &variable, const QString &value)
{
    QString name = variable;
    if (name.startsWith("${"_L1) && name.endsWith(u'}'))
        name = name.mid(2, name.size() - 3);
    const QString line = u"  "_s + quoted(name) + u": "_s + quoted(value);
    QStringList lines = text.split(u'\n');
    static const QRegularExpression start(u"^values:\\s*(#.*)?$"_s);
    const qsizetype at = lines.indexOf(start);
    if (at < 0) {
        QString whole = text;
        if (!whole.isEmpty() && !whole.endsWith(u'\n'))
            whole += u'\n';
        return whole + u"values:\n"_s + line + u'\n';
    }
    const QRegularExpression same(u"^\\s+[\"']?"_s + QRegularExpression::escape(name) + u"[\"']?\\s*:"_s);
    for (qsizetype i = at + 1; i < lines.size() && (lines[i].isEmpty() || lines[i].at(0).isSpace() || lines[i].startsWith(u'#')); ++i) {
        if (same.match(lines[i]).hasMatch()) {
            lines[i] = line;
            return lines.join(u'\n');
        }
    }
    lines.insert(at + 1, line);
    return lines.join(u'\n');
}

Result<void> saveProjectValue(const QString &folder, const QString &variable, const QString &value)
{
    const QString path = QDir(folder).filePath(u"greenroom.project.yaml"_s);
    QString text;
    QFile old(path);
    if (old.exists()) {
        if (!old.open(QIODevice::ReadOnly))
            return Error { 0, QCoreApplication::translate("ProjectValues", "%1 cannot be read: %2").arg(path, old.errorString()) };
        text = QString::fromUtf8(old.readAll());
    }
    QSaveFile file(path);
    const QByteArray bytes = withProjectValue(text, variable, value).toUtf8();
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        return Error { 0, QCoreApplication::translate("ProjectValues", "%1 cannot be written: %2").arg(path, file.errorString()) };
    return {};
}

} // namespace greenroom
