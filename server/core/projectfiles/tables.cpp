// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/projectfiles/tables.h"

#include <QStringList>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

// SAM's words for the types of a key, and DynamoDB's.
QString attributeType(const QString &name)
{
    return name == "Number"_L1 ? u"N"_s : name == "Binary"_L1 ? u"B"_s : u"S"_s;
}

// Globally unique indexes carry a capacity of their own, which a table on demand may not have.
QJsonArray withoutCapacity(const yaml::Node &indexes)
{
    QJsonArray list;
    for (const yaml::Node &index : indexes.items) {
        QJsonObject object;
        for (const QString &key : { u"IndexName"_s, u"KeySchema"_s, u"Projection"_s }) {
            if (index.contains(key))
                object.insert(key, index[key].toJson());
        }
        list.append(object);
    }
    return list;
}

} // namespace

bool isTableType(const QString &type)
{
    static const QStringList types { u"AWS::DynamoDB::Table"_s, u"AWS::DynamoDB::GlobalTable"_s,
                                     u"AWS::Serverless::SimpleTable"_s };
    return types.contains(type);
}

TableSpec tableOf(const QString &type, const QString &name, const yaml::Node &properties, const Place &place)
{
    QJsonObject request { { u"TableName"_s, name }, { u"BillingMode"_s, u"PAY_PER_REQUEST"_s } };
    if (type == "AWS::Serverless::SimpleTable"_L1) {
        const yaml::Node &key = properties[u"PrimaryKey"_s];
        const QString attribute = key[u"Name"_s].toText(u"id"_s);
        request.insert(u"AttributeDefinitions"_s,
                       QJsonArray { QJsonObject { { u"AttributeName"_s, attribute },
                                                  { u"AttributeType"_s, attributeType(key[u"Type"_s].toText()) } } });
        request.insert(u"KeySchema"_s,
                       QJsonArray { QJsonObject { { u"AttributeName"_s, attribute }, { u"KeyType"_s, u"HASH"_s } } });
        return { name, request, place };
    }
    for (const QString &key : { u"AttributeDefinitions"_s, u"KeySchema"_s })
        request.insert(key, properties[key].toJson());
    for (const QString &key : { u"GlobalSecondaryIndexes"_s, u"LocalSecondaryIndexes"_s }) {
        if (!properties[key].items.isEmpty())
            request.insert(key, withoutCapacity(properties[key]));
    }
    return { name, request, place };
}

} // namespace greenroom
