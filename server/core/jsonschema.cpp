// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The only file that knows valijson, and the only one that catches what it throws.

#include "core/jsonschema.h"

#define VALIJSON_USE_EXCEPTIONS 1   // else it ends the program
#include <valijson/adapters/qtjson_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int shownComplaints = 3;

} // namespace

Result<JsonSchema> JsonSchema::read(const QJsonValue &schema, Draft draft)
{
    if (!schema.isObject())
        return Error { 2, u"a schema is a JSON object"_s };
    const auto version = draft == Draft::Four ? valijson::SchemaParser::kDraft4 : valijson::SchemaParser::kDraft7;
    try {
        auto parsed = std::make_shared<valijson::Schema>();
        valijson::SchemaParser(version).populateSchema(valijson::adapters::QtJsonAdapter(schema), *parsed);
        JsonSchema result;
        result.m_schema = parsed;
        return result;
    } catch (const std::exception &error) {
        return Error { 2, u"the schema cannot be used: %1"_s.arg(QString::fromUtf8(error.what())) };
    }
}

QStringList JsonSchema::complaints(const QJsonValue &document) const
{
    valijson::ValidationResults results;
    valijson::Validator validator(valijson::Validator::kStrongTypes);
    if (validator.validate(*m_schema, valijson::adapters::QtJsonAdapter(document), &results))
        return {};
    QStringList complaints;
    valijson::ValidationResults::Error error;
    while (complaints.size() < shownComplaints && results.popError(error)) {
        QString path;
        for (const std::string &part : error.context)
            path += part == "<root>" ? u"$"_s : QString::fromStdString(part);
        complaints.append(u"%1: %2"_s.arg(path, QString::fromStdString(error.description)));
    }
    return complaints;
}

} // namespace greenroom
