// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner/checks/words.h"

#include "core/jsonschema.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

// `schema: file.json`, `schema: { file: file.json, soft: true }` or the schema itself (JSON Schema, draft 7).

namespace greenroom {

namespace {

bool isInline(const yaml::Node &value)
{
    return value.isMapping() && !value.contains(u"file"_s);
}

Result<QJsonValue> schemaTextOf(const yaml::Node &value)
{
    if (isInline(value))
        return value.toJson();
    const QString name = value.isMapping() ? value[u"file"_s].toText() : value.toText();
    QFile file(QDir(QFileInfo(value.place.file).absolutePath()).absoluteFilePath(name));
    if (!file.open(QFile::ReadOnly))
        return Error { 2, u"the schema %1 cannot be read: %2"_s.arg(name, file.errorString()) };
    const yaml::Reading reading = yaml::read(file.readAll(), file.fileName());   // JSON is a subset
    if (!reading.problems.isEmpty())
        return Error { 2, toLine(reading.problems.first()) };
    return reading.root.toJson();
}

Result<JsonSchema> schemaOf(const yaml::Node &value)
{
    const Result<QJsonValue> text = schemaTextOf(value);
    if (!text)
        return text.error();
    return JsonSchema::read(*text, JsonSchema::Draft::Seven);
}

Result<QJsonValue> documentOf(const StepOutput &output)
{
    const QByteArray text = !output.messages.isEmpty() ? output.messages.last().body : output.exit ? output.standardOutput : output.body;
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson('[' + text + ']', &error);
    if (error.error != QJsonParseError::NoError || document.array().size() != 1)
        return Error { 0, u"the text is not JSON: %1"_s.arg(error.errorString()) };
    return document.array().first();
}

} // namespace

CheckResult judgeSchema(const CheckSpec &check, const StepOutput &output)
{
    CheckResult result;
    result.subject = check.subject;
    result.operation = u"schema"_s;
    result.place = check.place;
    result.selector = isInline(check.value) ? QString() : check.value.isMapping() ? check.value[u"file"_s].toText() : check.value.toText();
    result.soft = !isInline(check.value) && check.value[u"soft"_s].toBool();
    result.because = isInline(check.value) ? QString() : check.value[u"because"_s].toText();
    result.wanted = u"fits the schema %1"_s.arg(result.selector).trimmed();
    const Result<JsonSchema> schema = schemaOf(check.value);
    if (!schema) {
        result.state = CheckResult::State::Error;
        result.got = schema.error().text;
        result.sentence = result.got;
        return result;
    }
    const Result<QJsonValue> document = documentOf(output);
    result.got = document ? u"it does"_s : document.error().text;
    bool held = bool(document);
    if (document) {
        const QStringList complaints = schema->complaints(*document);
        held = complaints.isEmpty();
        if (!held)
            result.got = complaints.join(u" | "_s);
    }
    result.state = held ? CheckResult::State::Passed : CheckResult::State::Failed;
    result.sentence = u"schema: wanted %1, got %2"_s.arg(result.wanted, result.got);
    return result;
}

Problems validateSchema(const yaml::Node &value)
{
    Problems problems;
    if (value.isMapping() && !isInline(value)) {
        static const QStringList known { u"file"_s, u"soft"_s, u"because"_s };
        for (const yaml::Node &key : value.keys) {
            if (!known.contains(key.text))
                problems.append({ Problem::Severity::Error, u"there is no key “%1” beside “file”"_s.arg(key.text),
                                  u"there are: %1"_s.arg(known.join(u", "_s)), key.place });
        }
    }
    if (const auto schema = schemaOf(value); !schema)
        problems.append({ Problem::Severity::Error, schema.error().text, u"paths start at the suite's folder"_s, value.place });
    return problems;
}

} // namespace greenroom
