// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Events as the archive keeps them: JSON texts, written without a QJsonObject in between.

#include "core/event.h"
#include "core/jsonstring.h"

#include <QJsonDocument>
#include <QMetaProperty>

#include <charconv>
#include <cmath>
#include <cstring>
#include <type_traits>

namespace greenroom {

namespace {

// A property as moc describes it, looked up once for each kind: its name as it stands in the text, and its type.
struct Column
{
    QByteArray name;
    QByteArray key;   // ,"name":
    int type = 0;
    int index = 0;
};

QList<Column> columnsOf(const QMetaObject &meta)
{
    QList<Column> columns;
    for (int i = 0; i < meta.propertyCount(); ++i) {
        const QMetaProperty property = meta.property(i);
        columns.append({ property.name(), ",\"" + QByteArray(property.name()) + "\":", property.typeId(), i });
    }
    return columns;
}

// As QMetaProperty::readOnGadget() does, without a QVariant around each value.
template <class Value, class Gadget>
Value read(const Gadget &gadget, int index)
{
    Value value {};
    void *arguments[] = { &value };
    auto *object = reinterpret_cast<QObject *>(const_cast<Gadget *>(&gadget));   // what moc's code takes for a gadget
    Gadget::staticMetaObject.d.static_metacall(object, QMetaObject::ReadProperty, index, arguments);
    return value;
}

// As QByteArray::append() does, which takes everything for an insertion.
void appendPlain(QByteArray &out, QByteArrayView text)
{
    const qsizetype start = out.size();
    out.resize(start + text.size());
    std::memcpy(out.data() + start, text.data(), std::size_t(text.size()));
}

void append(QByteArray &out, const QString &text)
{
    appendJsonString(out, QStringView(text));
}

void append(QByteArray &out, const QByteArray &bytes)
{
    // Whoever reads it back takes a byte order mark for no part of the text.
    if (bytes.isValidUtf8() && !bytes.startsWith("\xef\xbb\xbf"))
        appendJsonString(out, bytes);
    else
        out += "{\"base64\":\"" + bytes.toBase64() + "\"}";
}

template <class Number>
    requires std::is_arithmetic_v<Number>
void append(QByteArray &out, Number number)
{
    char digits[32];   // the shortest text that reads back as this number
    const char *end = std::to_chars(digits, digits + sizeof digits, number).ptr;
    appendPlain(out, { digits, end - digits });
}

void append(QByteArray &out, bool)
{
    out += "true";
}

void append(QByteArray &out, const QJsonArray &array)
{
    out += QJsonDocument(array).toJson(QJsonDocument::Compact);
}

void append(QByteArray &out, const QJsonObject &object)
{
    out += QJsonDocument(object).toJson(QJsonDocument::Compact);
}

template <class Value>
bool saysNothing(const Value &value)
{
    if constexpr (std::is_same_v<Value, double>)
        return value == 0 || !std::isfinite(value);
    else if constexpr (std::is_arithmetic_v<Value>)
        return value == 0;
    else
        return value.isEmpty();
}

template <class Value, class Gadget>
void writeMember(QByteArray &out, const Gadget &gadget, const Column &column)
{
    const auto value = read<Value>(gadget, column.index);
    if (saysNothing(value))
        return;
    appendPlain(out, column.key);
    append(out, value);
}

template <class Gadget>
void writeMember(QByteArray &out, const Gadget &gadget, const Column &column)
{
    switch (column.type) {
    case QMetaType::QString: return writeMember<QString>(out, gadget, column);
    case QMetaType::QByteArray: return writeMember<QByteArray>(out, gadget, column);
    case QMetaType::Int: return writeMember<int>(out, gadget, column);
    case QMetaType::LongLong: return writeMember<qint64>(out, gadget, column);
    case QMetaType::Double: return writeMember<double>(out, gadget, column);
    case QMetaType::Bool: return writeMember<bool>(out, gadget, column);
    case QMetaType::QJsonArray: return writeMember<QJsonArray>(out, gadget, column);
    case QMetaType::QJsonObject: return writeMember<QJsonObject>(out, gadget, column);
    default: Q_UNREACHABLE();   // tst_event refuses a property of another type
    }
}

// Each with a comma before it.
void writeMembers(QByteArray &out, const Payload &payload, const QList<QByteArray> &without)
{
    std::visit([&out, &without](const auto &gadget) {
        static const QList<Column> columns = columnsOf(gadget.staticMetaObject);
        for (const Column &column : columns) {
            if (without.isEmpty() || !without.contains(column.name))
                writeMember(out, gadget, column);
        }
    }, payload);
}

} // namespace

QByteArray payloadToText(const Payload &payload, const QList<QByteArray> &without)
{
    QByteArray out;
    writeMembers(out, payload, without);
    if (out.isEmpty())
        return "{}";
    out[0] = '{';
    return out += '}';
}

void appendEvent(QByteArray &out, const Event &event, const QList<QByteArray> &without)
{
    appendPlain(out, "{\"seq\":");
    append(out, event.sequence);
    appendPlain(out, ",\"at\":");
    append(out, event.at);
    appendPlain(out, ",\"kind\":\"");
    appendPlain(out, std::visit([](const auto &gadget) { return QByteArrayView(gadget.kind); }, event.payload));
    out += '"';
    writeMembers(out, event.payload, without);
    out += '}';
}

} // namespace greenroom
