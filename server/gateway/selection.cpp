// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/selection.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <utility>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

bool continuesName(QChar c)
{
    return c.isLetterOrNumber() || c == u'_' || c == u'.' || c == u'[' || c == u']' || c == u'*';
}

// One step of a path: a name, an index, or "*"; deep for "..".
struct PathStep
{
    QString name;
    int index = -1;
    bool any = false;
    bool deep = false;
};

std::optional<QList<PathStep>> parsePath(const QString &path)
{
    QList<PathStep> steps;
    bool deep = false;
    for (qsizetype i = 0; i < path.size();) {
        const QChar c = path.at(i);
        if (c == u'.') {
            deep = i + 1 < path.size() && path.at(i + 1) == u'.';
            i += deep ? 2 : 1;
            continue;
        }
        PathStep step;
        step.deep = std::exchange(deep, false);
        if (c == u'[') {
            const qsizetype end = path.indexOf(u']', i);
            if (end < 0)
                return std::nullopt;
            const QString inner = path.mid(i + 1, end - i - 1).trimmed();
            bool isIndex = false;
            const int index = inner.toInt(&isIndex);
            if (inner == u'*')
                step.any = true;
            else if (isIndex)
                step.index = index;
            else if (inner.size() >= 2 && (inner.front() == u'\'' || inner.front() == u'"') && inner.back() == inner.front())
                step.name = inner.mid(1, inner.size() - 2);
            else
                return std::nullopt;
            i = end + 1;
        } else {
            qsizetype end = i;
            while (end < path.size() && path.at(end) != u'.' && path.at(end) != u'[')
                ++end;
            step.name = path.mid(i, end - i);
            step.any = step.name == u'*';
            i = end;
        }
        steps.append(step);
    }
    return steps;
}

void applyStep(const QJsonValue &value, const PathStep &step, QList<QJsonValue> &found)
{
    if (step.any) {
        for (const QJsonValue &item : value.isArray() ? value.toArray() : QJsonArray())
            found.append(item);
        const QJsonObject object = value.toObject();
        for (const QJsonValue &item : object)
            found.append(item);
    } else if (step.index >= 0 && value.isArray() && step.index < value.toArray().size()) {
        found.append(value.toArray().at(step.index));
    } else if (step.index < 0 && value.isObject() && value.toObject().contains(step.name)) {
        found.append(value.toObject().value(step.name));
    }
    if (!step.deep)
        return;
    const QJsonArray array = value.toArray();
    for (const QJsonValue &item : array)
        applyStep(item, step, found);
    const QJsonObject object = value.toObject();
    for (const QJsonValue &item : object)
        applyStep(item, step, found);
}

} // namespace

SelectionExpression::SelectionExpression(const QString &text)
{
    QString literal;
    const auto flush = [this, &literal] {
        if (!literal.isEmpty())
            m_parts.append({ std::exchange(literal, {}), false });
    };
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text.at(i);
        if (c == u'\\' && i + 1 < text.size() && text.at(i + 1) == u'$') {
            literal += u'$';
            ++i;
            continue;
        }
        if (c != u'$') {
            literal += c;
            continue;
        }
        const bool braced = i + 1 < text.size() && text.at(i + 1) == u'{';
        qsizetype end = 0;
        if (braced) {
            end = text.indexOf(u'}', i);
            if (end < 0) {
                literal += c;
                continue;
            }
        } else {
            end = i + 1;
            while (end < text.size() && continuesName(text.at(end)))
                ++end;
        }
        const qsizetype start = braced ? i + 2 : i + 1;
        if (end == start) {
            literal += c;
            continue;
        }
        flush();
        m_parts.append({ text.mid(start, end - start), true });
        i = braced ? end : end - 1;
    }
    flush();
}

QString SelectionExpression::evaluate(const std::function<QString(const QString &)> &lookUp) const
{
    QString result;
    for (const Part &part : m_parts)
        result += part.isVariable ? lookUp(part.text) : part.text;
    return result;
}

QString SelectionExpression::evaluate(const QJsonValue &body) const
{
    return evaluate([&body](const QString &variable) -> QString {
        static constexpr QLatin1StringView prefix("request.body");
        if (!variable.startsWith(prefix))
            return {};
        const std::optional<QJsonValue> value = selectJson(body, variable.mid(prefix.size()));
        return value ? selectionText(*value) : QString();
    });
}

bool SelectionExpression::isConstant() const
{
    for (const Part &part : m_parts) {
        if (part.isVariable)
            return false;
    }
    return true;
}

std::optional<QJsonValue> selectJson(const QJsonValue &root, const QString &path)
{
    const std::optional<QList<PathStep>> steps = parsePath(path);
    if (!steps)
        return std::nullopt;
    QList<QJsonValue> values { root };
    bool many = false;
    for (const PathStep &step : *steps) {
        many = many || step.any || step.deep;
        QList<QJsonValue> next;
        for (const QJsonValue &value : std::as_const(values))
            applyStep(value, step, next);
        values = next;
    }
    if (values.isEmpty())
        return std::nullopt;
    if (!many)
        return values.first();
    QJsonArray array;
    for (const QJsonValue &value : std::as_const(values))
        array.append(value);
    return array;
}

QString selectionText(const QJsonValue &value)
{
    switch (value.type()) {
    case QJsonValue::String: return value.toString();
    case QJsonValue::Bool: return value.toBool() ? u"true"_s : u"false"_s;
    case QJsonValue::Double: {
        const QByteArray json = QJsonDocument(QJsonArray { value }).toJson(QJsonDocument::Compact);
        return QString::fromLatin1(json.mid(1, json.size() - 2));
    }
    case QJsonValue::Array: {
        QStringList items;
        const QJsonArray array = value.toArray();
        for (const QJsonValue &item : array)
            items.append(selectionText(item));
        return u'[' + items.join(u", "_s) + u']';
    }
    case QJsonValue::Object:
        return QString::fromUtf8(QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact));
    default: return {};
    }
}

} // namespace greenroom
