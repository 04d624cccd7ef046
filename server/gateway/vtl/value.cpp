// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/vtl/value.h"

#include "core/jsonstring.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <cmath>

using namespace Qt::StringLiterals;

namespace greenroom::vtl {

namespace {

constexpr int deepest = 64;   // a list may hold itself

// Reads JSON that QJsonDocument found well formed: what is wanted of this reader is the order of keys.
class JsonReader
{
public:
    explicit JsonReader(const QByteArray &text) : m_text(text) {}

    Value value()
    {
        skipSpace();
        switch (m_text.at(m_at)) {
        case '{': return object();
        case '[': return array();
        case '"': return string();
        case 't': m_at += 4; return true;
        case 'f': m_at += 5; return false;
        case 'n': m_at += 4; return {};
        default: return number();
        }
    }

private:
    void skipSpace()
    {
        while (m_at < m_text.size() && strchr(" \t\r\n", m_text.at(m_at)))
            ++m_at;
    }
    bool take(char c)
    {
        skipSpace();
        if (m_text.at(m_at) != c)
            return false;
        ++m_at;
        return true;
    }

    Value object()
    {
        auto map = std::make_shared<Map>();
        ++m_at;
        while (!take('}')) {
            take(',');
            skipSpace();
            const QString key = string();
            take(':');
            map->set(key, value());
        }
        return map;
    }

    Value array()
    {
        auto list = std::make_shared<List>();
        list->isJson = true;
        ++m_at;
        while (!take(']')) {
            take(',');
            list->items.append(value());
        }
        return list;
    }

    QString string()
    {
        const qsizetype start = m_at++;
        while (m_text.at(m_at) != '"')
            m_at += m_text.at(m_at) == '\\' ? 2 : 1;
        ++m_at;
        return QJsonDocument::fromJson('[' + m_text.mid(start, m_at - start) + ']').array().first().toString();
    }

    Value number()
    {
        const qsizetype start = m_at;
        while (m_at < m_text.size() && strchr("+-.eE0123456789", m_text.at(m_at)))
            ++m_at;
        const QByteArray digits = m_text.mid(start, m_at - start);
        bool isWhole = false;
        const qint64 whole = digits.toLongLong(&isWhole);
        return isWhole ? Value(whole) : Value(digits.toDouble());
    }

    const QByteArray &m_text;
    qsizetype m_at = 0;
};

// Java's: always with a fraction, and an exponent for the very large and the very small.
QString numberText(double number)
{
    const double size = std::fabs(number);
    if (size != 0 && (size >= 1e7 || size < 1e-3)) {
        QString digits = QString::number(number, 'e', QLocale::FloatingPointShortest);
        const int exponent = digits.section(u'e', 1).toInt();
        QString mantissa = digits.section(u'e', 0, 0);
        if (!mantissa.contains(u'.'))
            mantissa += u".0"_s;
        return mantissa + u'E' + QString::number(exponent);
    }
    const QString digits = QString::number(number, 'f', QLocale::FloatingPointShortest);
    return digits.contains(u'.') ? digits : digits + u".0"_s;
}

void appendJson(const Value &value, QByteArray &json, int depth)
{
    if (value.isNull() || depth > deepest) {
        json += "null";
    } else if (const List *list = value.list()) {
        json += '[';
        for (qsizetype i = 0; i < list->items.size(); ++i) {
            json += i > 0 ? "," : "";
            appendJson(list->items.at(i), json, depth + 1);
        }
        json += ']';
    } else if (const Map *map = value.map()) {
        json += '{';
        for (qsizetype i = 0; i < map->entries.size(); ++i) {
            json += i > 0 ? "," : "";
            appendJsonString(json, map->entries.at(i).first.toUtf8());
            json += ':';
            appendJson(map->entries.at(i).second, json, depth + 1);
        }
        json += '}';
    } else if (value.isText()) {
        appendJsonString(json, value.text().toUtf8());
    } else {
        json += value.text().toLatin1();
    }
}

QString textOf(const Value &value, int depth)
{
    if (depth > deepest)
        return u"…"_s;
    if (const List *list = value.list()) {
        if (list->isJson)
            return QString::fromUtf8(value.json());
        QStringList items;
        for (const Value &item : list->items)
            items.append(item.isNull() ? u"null"_s : textOf(item, depth + 1));
        return u'[' + items.join(u", "_s) + u']';
    }
    if (const Map *map = value.map()) {
        QStringList items;
        for (const auto &[key, item] : map->entries)
            items.append(key + u'=' + (item.isNull() ? u"null"_s : textOf(item, depth + 1)));
        return u'{' + items.join(u", "_s) + u'}';
    }
    return value.text();
}

} // namespace

const Value *Map::find(const QString &key) const
{
    for (const auto &entry : entries) {
        if (entry.first == key)
            return &entry.second;
    }
    return nullptr;
}

void Map::set(const QString &key, const Value &value)
{
    for (auto &entry : entries) {
        if (entry.first == key) {
            entry.second = value;
            return;
        }
    }
    entries.append({ key, value });
}

bool Map::remove(const QString &key)
{
    return entries.removeIf([&key](const auto &entry) { return entry.first == key; }) > 0;
}

std::optional<Value> Value::fromJson(const QByteArray &text)
{
    // In an array, for JSON that is a scalar.
    const QByteArray whole = '[' + text + ']';
    const QJsonDocument document = QJsonDocument::fromJson(whole);
    if (document.array().size() != 1)
        return std::nullopt;
    return JsonReader(whole).value().list()->items.first();
}

Value Value::fromJson(const QJsonValue &json)
{
    if (json.isUndefined())
        return {};
    QByteArray text = QJsonDocument(QJsonArray { json }).toJson(QJsonDocument::Compact);
    return JsonReader(text).value().list()->items.first();
}

bool Value::isTrue() const
{
    const bool *flag = std::get_if<bool>(&m_data);
    return flag ? *flag : !isNull();
}

List *Value::list() const
{
    const auto *pointer = std::get_if<std::shared_ptr<List>>(&m_data);
    return pointer ? pointer->get() : nullptr;
}

Map *Value::map() const
{
    const auto *pointer = std::get_if<std::shared_ptr<Map>>(&m_data);
    return pointer ? pointer->get() : nullptr;
}

double Value::number() const
{
    if (const qint64 *number = std::get_if<qint64>(&m_data))
        return double(*number);
    const double *number = std::get_if<double>(&m_data);
    return number ? *number : 0;
}

qint64 Value::whole() const
{
    const qint64 *number = std::get_if<qint64>(&m_data);
    return number ? *number : std::fabs(this->number()) < 9e15 ? qint64(this->number()) : 0;
}

QString Value::text() const
{
    if (const bool *flag = std::get_if<bool>(&m_data))
        return *flag ? u"true"_s : u"false"_s;
    if (const qint64 *number = std::get_if<qint64>(&m_data))
        return QString::number(*number);
    if (const double *number = std::get_if<double>(&m_data))
        return numberText(*number);
    if (const QString *text = std::get_if<QString>(&m_data))
        return *text;
    return isNull() ? QString() : textOf(*this, 0);
}

QByteArray Value::json() const
{
    QByteArray json;
    appendJson(*this, json, 0);
    return json;
}

// Numbers by their size, else things of one kind by what they hold, else as they print.
bool Value::operator==(const Value &other) const
{
    if (isNull() || other.isNull())
        return isNull() && other.isNull();
    if (isNumber() && other.isNumber())
        return number() == other.number();
    return text() == other.text();
}

} // namespace greenroom::vtl
