// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner/steps/requestbody.h"

#include "runner/steps/simplestep.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QMimeDatabase>
#include <QUrl>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

Result<QByteArray> fileBytes(const QString &name, const QString &baseFolder)
{
    QFile file(QDir(baseFolder).absoluteFilePath(name));
    if (!file.open(QFile::ReadOnly))
        return Error { 2, u"the file %1 cannot be read: %2"_s.arg(file.fileName(), file.errorString()) };
    return file.readAll();
}

QByteArray formOf(const yaml::Node &form)
{
    QByteArrayList pairs;
    for (qsizetype i = 0; i < form.keys.size(); ++i)
        pairs.append(QUrl::toPercentEncoding(form.keys.at(i).text) + '=' + QUrl::toPercentEncoding(form.items.at(i).toText()));
    return pairs.join('&');
}

// As browsers write names (HTML, multipart/form-data): quotes and line ends are escaped.
QByteArray quoted(const QString &name)
{
    return '"' + name.toUtf8().replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A") + '"';
}

// A part is a text, or a file: { file: a.png, type: image/png, name: shown.png }.
Result<QByteArray> partOf(const QString &name, const yaml::Node &value, const QString &baseFolder)
{
    QByteArray head = "Content-Disposition: form-data; name=" + quoted(name);
    if (!value.isMapping())
        return head + "\r\n\r\n" + value.toText().toUtf8();
    if (value.contains(u"text"_s))
        return head + "\r\nContent-Type: " + value[u"type"_s].toText(u"text/plain; charset=utf-8"_s).toUtf8() + "\r\n\r\n" + value[u"text"_s].toText().toUtf8();
    const QString file = value[u"file"_s].toText();
    const Result<QByteArray> bytes = fileBytes(file, baseFolder);
    if (!bytes)
        return bytes.error();
    const QString type = value[u"type"_s].toText(QMimeDatabase().mimeTypeForFile(file, QMimeDatabase::MatchExtension).name());
    head += "; filename=" + quoted(value[u"name"_s].toText(QFileInfo(file).fileName())) + "\r\nContent-Type: " + type.toUtf8();
    return head + "\r\n\r\n" + *bytes;
}

Result<RequestBody> multipartOf(const yaml::Node &parts, const QString &baseFolder)
{
    const QByteArray boundary = "greenroom-" + QUuid::createUuid().toByteArray(QUuid::Id128);
    RequestBody body { "multipart/form-data; boundary=" + boundary, {} };
    for (qsizetype i = 0; i < parts.keys.size() && i < parts.items.size(); ++i) {
        const Result<QByteArray> part = partOf(parts.keys.at(i).text, parts.items.at(i), baseFolder);
        if (!part)
            return part.error();
        body.bytes += "--" + boundary + "\r\n" + *part + "\r\n";
    }
    body.bytes += "--" + boundary + "--\r\n";
    return body;
}

} // namespace

QByteArray jsonText(const yaml::Node &value)
{
    const QByteArray text = QJsonDocument(QJsonArray { value.toJson() }).toJson(QJsonDocument::Compact);
    return text.mid(1, text.size() - 2);
}

Result<RequestBody> requestBodyOf(const yaml::Node &step, const QString &baseFolder)
{
    if (step.contains(u"json"_s))
        return RequestBody { "application/json", jsonText(step[u"json"_s]) };
    if (step.contains(u"form"_s))
        return RequestBody { "application/x-www-form-urlencoded", formOf(step[u"form"_s]) };
    if (step.contains(u"text"_s))
        return RequestBody { "text/plain; charset=utf-8", step[u"text"_s].toText().toUtf8() };
    if (step.contains(u"multipart"_s))
        return multipartOf(step[u"multipart"_s], baseFolder);
    if (!step.contains(u"file"_s))
        return RequestBody {};
    const Result<QByteArray> bytes = fileBytes(step[u"file"_s].toText(), baseFolder);
    return bytes ? Result<RequestBody>(RequestBody { "application/octet-stream", *bytes }) : Result<RequestBody>(bytes.error());
}

QStringList bodyWords()
{
    return { u"json"_s, u"form"_s, u"text"_s, u"file"_s, u"multipart"_s };
}

Problems validateMultipart(const yaml::Node &parts)
{
    Problems problems;
    if (!parts.isNull() && !parts.isMapping())
        return { { Problem::Severity::Error, u"“multipart” is a mapping of parts"_s, u"for example “multipart: { title: Lamp, picture: { file: lamp.png } }”"_s, parts.place } };
    for (const yaml::Node &part : parts.items) {
        problems += unknownStepKeys(part, { u"file"_s, u"text"_s, u"type"_s, u"name"_s }, u"a part"_s);
        if (part.isMapping() && part.contains(u"file"_s) == part.contains(u"text"_s))
            problems.append({ Problem::Severity::Error, u"a part is a text or a file"_s, {}, part.place });
    }
    return problems;
}

} // namespace greenroom
