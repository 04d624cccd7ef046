// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The methods of Java's String, Number, List and Map that mapping templates use.

#include "gateway/vtl/calls.h"

#include <QRegularExpression>
#include <QStringList>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace greenroom::vtl {

namespace {

using Arguments = QList<Value>;

// A method: its name, how many arguments it takes, and what it does. Nothing (an error) is told by the caller.
struct Method
{
    const char *name;
    int fewest;
    int most;
    std::optional<Value> (*call)(const Value &target, const Arguments &arguments);
};

using V = Value;
using A = Arguments;
using R = std::optional<Value>;

QRegularExpression regex(const Value &pattern)
{
    return QRegularExpression(pattern.text());
}

// Java's “$1” and “\$” in a replacement are Qt's “\1” and “$”.
QString replacement(const QString &java)
{
    QString qt;
    for (qsizetype i = 0; i < java.size(); ++i) {
        const QChar c = java.at(i);
        const bool hasNext = i + 1 < java.size();
        if (c == u'\\' && hasNext)
            qt += java.at(++i) == u'\\' ? u"\\\\"_s : QString(java.at(i));
        else if (c == u'$' && hasNext && java.at(i + 1).isDigit())
            qt += u'\\';
        else
            qt += c;
    }
    return qt;
}

R replaced(const V &text, const A &a, bool all)
{
    const QRegularExpression pattern = regex(a.at(0));
    if (!pattern.isValid())
        return std::nullopt;
    QString result = text.text();
    if (all)
        return V(result.replace(pattern, replacement(a.at(1).text())));
    const QRegularExpressionMatch match = pattern.match(result);
    if (!match.hasMatch())
        return V(result);
    QString piece = match.captured();
    piece.replace(pattern, replacement(a.at(1).text()));
    return V(result.replace(match.capturedStart(), match.capturedLength(), piece));
}

// Java's: empty texts at the end are left out.
R splitText(const V &text, const A &a)
{
    const QRegularExpression pattern = regex(a.at(0));
    if (!pattern.isValid())
        return std::nullopt;
    QStringList parts = text.text().split(pattern);
    while (parts.size() > 1 && parts.last().isEmpty())
        parts.removeLast();
    auto list = std::make_shared<List>();
    for (const QString &part : std::as_const(parts))
        list->items.append(V(part));
    return V(list);
}

R substring(const V &text, const A &a)
{
    const QString whole = text.text();
    const qint64 end = a.size() > 1 ? a.at(1).whole() : whole.size();
    if (a.at(0).whole() < 0 || a.at(0).whole() > end || end > whole.size())
        return std::nullopt;
    return V(whole.mid(a.at(0).whole(), end - a.at(0).whole()));
}

qint64 limited(const A &a, qsizetype at)
{
    return a.size() > at ? a.at(at).whole() : 0;
}

constexpr Method textMethods[] = {
    { "length", 0, 0, [](const V &t, const A &) -> R { return V(qint64(t.text().size())); } },
    { "isEmpty", 0, 0, [](const V &t, const A &) -> R { return V(t.text().isEmpty()); } },
    { "isBlank", 0, 0, [](const V &t, const A &) -> R { return V(t.text().trimmed().isEmpty()); } },
    { "trim", 0, 0, [](const V &t, const A &) -> R { return V(t.text().trimmed()); } },
    { "toLowerCase", 0, 0, [](const V &t, const A &) -> R { return V(t.text().toLower()); } },
    { "toUpperCase", 0, 0, [](const V &t, const A &) -> R { return V(t.text().toUpper()); } },
    { "contains", 1, 1, [](const V &t, const A &a) -> R { return V(t.text().contains(a.at(0).text())); } },
    { "startsWith", 1, 1, [](const V &t, const A &a) -> R { return V(t.text().startsWith(a.at(0).text())); } },
    { "endsWith", 1, 1, [](const V &t, const A &a) -> R { return V(t.text().endsWith(a.at(0).text())); } },
    { "indexOf", 1, 2, [](const V &t, const A &a) -> R { return V(qint64(t.text().indexOf(a.at(0).text(), limited(a, 1)))); } },
    { "lastIndexOf", 1, 1, [](const V &t, const A &a) -> R { return V(qint64(t.text().lastIndexOf(a.at(0).text()))); } },
    { "equalsIgnoreCase", 1, 1, [](const V &t, const A &a) -> R { return V(t.text().compare(a.at(0).text(), Qt::CaseInsensitive) == 0); } },
    { "compareTo", 1, 1, [](const V &t, const A &a) -> R { return V(qint64(t.text().compare(a.at(0).text()))); } },
    { "concat", 1, 1, [](const V &t, const A &a) -> R { return V(t.text() + a.at(0).text()); } },
    { "charAt", 1, 1, [](const V &t, const A &a) -> R { return substring(t, { a.at(0), V(a.at(0).whole() + 1) }); } },
    { "substring", 1, 2, &substring },
    { "replace", 2, 2, [](const V &t, const A &a) -> R { return V(t.text().replace(a.at(0).text(), a.at(1).text())); } },
    { "replaceAll", 2, 2, [](const V &t, const A &a) -> R { return replaced(t, a, true); } },
    { "replaceFirst", 2, 2, [](const V &t, const A &a) -> R { return replaced(t, a, false); } },
    { "matches", 1, 1, [](const V &t, const A &a) -> R {
         return V(QRegularExpression(QRegularExpression::anchoredPattern(a.at(0).text())).match(t.text()).hasMatch());
     } },
    { "split", 1, 1, &splitText },
};

// Also the way to numbers out of texts: #set($int = 0) $int.parseInt("5").
constexpr Method numberMethods[] = {
    { "intValue", 0, 0, [](const V &t, const A &) -> R { return V(t.whole()); } },
    { "longValue", 0, 0, [](const V &t, const A &) -> R { return V(t.whole()); } },
    { "doubleValue", 0, 0, [](const V &t, const A &) -> R { return V(t.number()); } },
    { "parseInt", 1, 1, [](const V &, const A &a) -> R {
         bool isNumber = false;
         const qint64 number = a.at(0).text().toLongLong(&isNumber);
         return isNumber ? R(V(number)) : std::nullopt;
     } },
    { "parseDouble", 1, 1, [](const V &, const A &a) -> R {
         bool isNumber = false;
         const double number = a.at(0).text().toDouble(&isNumber);
         return isNumber ? R(V(number)) : std::nullopt;
     } },
};

R itemAt(const V &list, const A &a)
{
    const qint64 index = a.at(0).whole();
    return index >= 0 && index < list.list()->items.size() ? R(list.list()->items.at(index)) : std::nullopt;
}

R setItem(const V &list, const A &a)
{
    const R before = itemAt(list, a);
    if (before)
        list.list()->items[a.at(0).whole()] = a.at(1);
    return before;
}

R removeItem(const V &list, const A &a)
{
    if (!a.at(0).isWhole())
        return V(list.list()->items.removeOne(a.at(0)));
    const R before = itemAt(list, a);
    if (before)
        list.list()->items.removeAt(a.at(0).whole());
    return before;
}

R addAll(const V &list, const A &a)
{
    if (!a.at(0).list())
        return std::nullopt;
    const QList<Value> items = a.at(0).list()->items;
    list.list()->items += items;
    return V(!items.isEmpty());
}

constexpr Method listMethods[] = {
    { "size", 0, 0, [](const V &t, const A &) -> R { return V(qint64(t.list()->items.size())); } },
    { "isEmpty", 0, 0, [](const V &t, const A &) -> R { return V(t.list()->items.isEmpty()); } },
    { "get", 1, 1, &itemAt },
    { "set", 2, 2, &setItem },
    { "add", 1, 1, [](const V &t, const A &a) -> R { t.list()->items.append(a.at(0)); return V(true); } },
    { "addAll", 1, 1, &addAll },
    { "remove", 1, 1, &removeItem },
    { "contains", 1, 1, [](const V &t, const A &a) -> R { return V(t.list()->items.contains(a.at(0))); } },
    { "indexOf", 1, 1, [](const V &t, const A &a) -> R { return V(qint64(t.list()->items.indexOf(a.at(0)))); } },
};

V listOf(const Map &map, V (*item)(const std::pair<QString, Value> &entry))
{
    auto list = std::make_shared<List>();
    for (const auto &entry : map.entries)
        list->items.append(item(entry));
    return list;
}

V entryOf(const std::pair<QString, Value> &pair)
{
    auto entry = std::make_shared<Map>();
    entry->set(u"key"_s, V(pair.first));
    entry->set(u"value"_s, pair.second);
    return entry;
}

V valueIn(const V &map, const QString &key)
{
    const V *found = map.map()->find(key);
    return found ? *found : V();
}

constexpr Method mapMethods[] = {
    { "size", 0, 0, [](const V &t, const A &) -> R { return V(qint64(t.map()->entries.size())); } },
    { "isEmpty", 0, 0, [](const V &t, const A &) -> R { return V(t.map()->entries.isEmpty()); } },
    { "get", 1, 1, [](const V &t, const A &a) -> R { return valueIn(t, a.at(0).text()); } },
    { "getOrDefault", 2, 2, [](const V &t, const A &a) -> R {
         return t.map()->find(a.at(0).text()) ? valueIn(t, a.at(0).text()) : a.at(1);
     } },
    { "put", 2, 2, [](const V &t, const A &a) -> R {
         const V before = valueIn(t, a.at(0).text());
         t.map()->set(a.at(0).text(), a.at(1));
         return before;
     } },
    { "putAll", 1, 1, [](const V &t, const A &a) -> R {
         if (!a.at(0).map())
             return std::nullopt;
         const auto entries = a.at(0).map()->entries;
         for (const auto &[key, value] : entries)
             t.map()->set(key, value);
         return V();
     } },
    { "remove", 1, 1, [](const V &t, const A &a) -> R {
         const V before = valueIn(t, a.at(0).text());
         t.map()->remove(a.at(0).text());
         return before;
     } },
    { "containsKey", 1, 1, [](const V &t, const A &a) -> R { return V(t.map()->find(a.at(0).text()) != nullptr); } },
    { "containsValue", 1, 1, [](const V &t, const A &a) -> R {
         const auto &entries = t.map()->entries;
         return V(std::any_of(entries.begin(), entries.end(), [&a](const auto &entry) { return entry.second == a.at(0); }));
     } },
    { "keySet", 0, 0, [](const V &t, const A &) -> R { return listOf(*t.map(), [](const auto &entry) { return V(entry.first); }); } },
    { "values", 0, 0, [](const V &t, const A &) -> R { return listOf(*t.map(), [](const auto &entry) { return entry.second; }); } },
    { "entrySet", 0, 0, [](const V &t, const A &) -> R { return listOf(*t.map(), &entryOf); } },
    { "getKey", 0, 0, [](const V &t, const A &) -> R { return valueIn(t, u"key"_s); } },
    { "getValue", 0, 0, [](const V &t, const A &) -> R { return valueIn(t, u"value"_s); } },
};

constexpr Method commonMethods[] = {
    { "toString", 0, 0, [](const V &t, const A &) -> R { return V(t.text()); } },
    { "equals", 1, 1, [](const V &t, const A &a) -> R { return V(t == a.at(0)); } },
};

template <std::size_t count>
const Method *find(const Method (&methods)[count], const QString &name)
{
    const auto *found = std::find_if(std::begin(methods), std::end(methods), [&name](const Method &method) { return name == QLatin1StringView(method.name); });
    return found == std::end(methods) ? nullptr : found;
}

const Method *methodOf(const Value &target, const QString &name)
{
    const Method *found = target.list() ? find(listMethods, name)
        : target.map()                  ? find(mapMethods, name)
        : target.isNumber()             ? find(numberMethods, name)
        : target.isText()               ? find(textMethods, name)
                                        : nullptr;
    return found ? found : find(commonMethods, name);
}

QString kindOf(const Value &value)
{
    return value.list() ? u"a list"_s : value.map() ? u"a map"_s : value.isNumber() ? u"a number"_s : value.isText() ? u"a text"_s : u"a boolean"_s;
}

} // namespace

Result<Value> callMethod(const Value &target, const QString &name, const QList<Value> &arguments)
{
    const Method *method = methodOf(target, name);
    if (!method)
        return Error { 2, u"%1 has no method “%2” here"_s.arg(kindOf(target), name) };
    if (arguments.size() < method->fewest || arguments.size() > method->most)
        return Error { 2, u"“%1” takes %2 arguments, not %3"_s.arg(name).arg(method->fewest).arg(arguments.size()) };
    const std::optional<Value> result = method->call(target, arguments);
    if (!result)
        return Error { 2, u"“%1” cannot be done with these arguments"_s.arg(name) };
    if (result->isText() && result->text().size() > outputLimit)
        return Error { 2, u"a text has grown beyond %1 MB"_s.arg(outputLimit / 1'048'576) };
    return *result;
}

Value propertyOf(const Value &target, const QString &name)
{
    if (const Map *map = target.map()) {
        if (const Value *found = map->find(name))
            return *found;
    }
    if (name == "empty"_L1)
        return callMethod(target, u"isEmpty"_s, {}).value_or({});
    return {};
}

} // namespace greenroom::vtl
