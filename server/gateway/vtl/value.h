// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonValue>
#include <QList>
#include <QString>

#include <memory>
#include <optional>
#include <utility>
#include <variant>

namespace greenroom::vtl {

class Value;

// Keys in the order they came, as a LinkedHashMap keeps them.
struct Map
{
    QList<std::pair<QString, Value>> entries;

    const Value *find(const QString &key) const;
    void set(const QString &key, const Value &value);
    bool remove(const QString &key);
};

struct List
{
    QList<Value> items;
    bool isJson = false;     // of $input.path() or $util.parseJson(): shown as JSON, as JSONArray is
};

// What a template works with: Java's idea of null, booleans, whole and other numbers, text, lists and maps.
// Lists and maps are shared, not copied, as Java's are.
class Value
{
public:
    Value() = default;
    Value(bool value) : m_data(value) {}
    Value(qint64 value) : m_data(value) {}
    Value(double value) : m_data(value) {}
    Value(QString value) : m_data(std::move(value)) {}
    Value(std::shared_ptr<List> value) : m_data(std::move(value)) {}
    Value(std::shared_ptr<Map> value) : m_data(std::move(value)) {}

    // JSON text, with its keys in their order; nothing when it is none.
    static std::optional<Value> fromJson(const QByteArray &text);
    static Value fromJson(const QJsonValue &json);

    bool isNull() const { return m_data.index() == 0; }
    bool isText() const { return std::holds_alternative<QString>(m_data); }
    bool isWhole() const { return std::holds_alternative<qint64>(m_data); }
    bool isNumber() const { return isWhole() || std::holds_alternative<double>(m_data); }
    bool isTrue() const;     // all but null and false are
    List *list() const;
    Map *map() const;
    double number() const;
    qint64 whole() const;

    // As Java prints it: {a=1, b=two}, [1, 2]; an array of JSON as JSON. Nothing for null.
    QString text() const;
    QByteArray json() const;
    bool operator==(const Value &other) const;

private:
    std::variant<std::monostate, bool, qint64, double, QString, std::shared_ptr<List>, std::shared_ptr<Map>> m_data;
};

} // namespace greenroom::vtl
