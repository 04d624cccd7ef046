// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHash>
#include <QJsonValue>
#include <QList>
#include <QString>
#include <QVariant>

#include <functional>
#include <optional>

namespace greenroom {

// The selection expression language of API Gateway (contract §3.2): "$request.body.action",
// "${request.body.service}/${request.body.action}", "\$default", or a constant. Parsed once per API.
class SelectionExpression
{
public:
    explicit SelectionExpression(const QString &text);

    // For a message: $request.body.<JSONPath>. A path that is not found gives the empty string.
    QString evaluate(const QJsonValue &body) const;
    // For any variables, by their text after the "$": "request.header.x-api-key".
    QString evaluate(const std::function<QString(const QString &variable)> &lookUp) const;

    bool isConstant() const;

private:
    struct Part
    {
        QString text;
        bool isVariable = false;
    };

    QList<Part> m_parts;
};

// The JSONPath subset that routes need (dot and quoted children, indexes, * and ..), without the leading "$".
// Several matches come as an array; nothing for none.
std::optional<QJsonValue> selectJson(const QJsonValue &root, const QString &path);

// How API Gateway turns a value into a string: text as it is, [item1, item2], objects as compact JSON.
QString selectionText(const QJsonValue &value);

} // namespace greenroom
