// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner/checks/words.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>

#define VALIJSON_USE_EXCEPTIONS 1   // else it ends the program
#include <valijson/adapters/qtjson_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include <memory>

using namespace Qt::StringLiterals;

// `schema: file.json`, `schema: { file: file.json, soft: true }` or the schema itself (JSON Schema, draft 7). The
// only file that knows valijson, and the only one that catches what it throws.

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

Result<std::shared_ptr<valijson::Schema>> schemaOf(const yaml::Node &value)
{
    const Result<QJsonValue> text = schemaTextOf(value);
    if (!text)
        return text.error();
    if (!text->isObject())
        return Error { 2, u"a schema is a JSON object"_s };
    try {
        auto schema = std::make_shared<valijson::Schema>();
        valijson::SchemaParser(valijson::SchemaParser::kDraft7).populateSchema(valijson::adapters::QtJsonAdapter(*text), *schema);
        return schema;
    } catch (const std::exception &error) {
        return Error { 2, u"the schema cannot be used: %1"_s.arg(QString::fromUtf8(error.what())) };
    }
}

// The innermost complaints come first; three are enough.
QString complaintsOf(valijson::ValidationResults &results)
{
    QStringList complaints;
    valijson::ValidationResults::Error error;
    while (complaints.size() < 3 && results.popError(error)) {
        QString path;
        for (const std::string &part : error.context)
            path += part == "<root>" ? u"$"_s : QString::fromStdString(part);
        complaints.append(u"%1: %2"_s.arg(path, QString::fromStdString(error.description)));
    }
    return complaints.join(u" | "_s);
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
    const Result<std::shared_ptr<valijson::Schema>> schema = schemaOf(check.value);
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
        valijson::ValidationResults complaints;
        valijson::Validator validator(valijson::Validator::kStrongTypes);
        held = validator.validate(**schema, valijson::adapters::QtJsonAdapter(*document), &complaints);
        if (!held)
            result.got = complaintsOf(complaints);
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
