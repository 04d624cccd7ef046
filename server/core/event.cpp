// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/event.h"

#include "core/jsonstring.h"

#include <QJsonDocument>
#include <QLocale>
#include <QMetaProperty>
#include <QStringDecoder>
#include <QVariant>

#include <algorithm>
#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

QJsonValue bytesToJson(const QByteArray &bytes)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString text = decoder(bytes);
    if (!decoder.hasError())
        return text;
    return QJsonObject { { u"base64"_s, QString::fromLatin1(bytes.toBase64()) } };
}

QByteArray bytesFromJson(const QJsonValue &value)
{
    if (value.isObject())
        return QByteArray::fromBase64(value.toObject().value("base64"_L1).toString().toLatin1());
    return value.toString().toUtf8();
}

QJsonValue propertyToJson(const QVariant &value)
{
    switch (value.typeId()) {
    case QMetaType::QByteArray: return bytesToJson(value.toByteArray());
    case QMetaType::QJsonArray: return value.toJsonArray();
    case QMetaType::QJsonObject: return value.toJsonObject();
    default: return QJsonValue::fromVariant(value);
    }
}

QVariant propertyFromJson(const QJsonValue &value, int typeId)
{
    switch (typeId) {
    case QMetaType::QByteArray: return bytesFromJson(value);
    case QMetaType::QJsonArray: return value.toArray();
    case QMetaType::QJsonObject: return value.toObject();
    case QMetaType::Int: return value.toInt();
    case QMetaType::LongLong: return value.toInteger();
    case QMetaType::Double: return value.toDouble();
    case QMetaType::Bool: return value.toBool();
    default: return value.toString();
    }
}

template <std::size_t... Indices>
std::optional<Payload> emptyPayload(const QString &kind, std::index_sequence<Indices...>)
{
    std::optional<Payload> found;
    (void)((kind == QLatin1StringView(std::variant_alternative_t<Indices, Payload>::kind)
                ? (found.emplace(std::in_place_index<Indices>), true)
                : false)
           || ...);
    return found;
}

bool isAscii(const QByteArray &bytes)
{
    return std::all_of(bytes.begin(), bytes.end(), [](char c) { return uchar(c) < 0x80; });
}

void writeBytes(QByteArray &out, const QByteArray &bytes)
{
    if (isAscii(bytes) || QString::fromUtf8(bytes).toUtf8() == bytes)
        appendJsonString(out, bytes);
    else
        out += "{\"base64\":\"" + bytes.toBase64() + "\"}";
}

// A property as moc describes it, looked up once for each kind: its name as it stands in the text, and its type.
struct Column
{
    QByteArray name;
    QByteArray key;   // "name":
    int type = 0;
    int index = 0;
};

QList<Column> columnsOf(const QMetaObject &meta)
{
    QList<Column> columns;
    for (int i = 0; i < meta.propertyCount(); ++i) {
        const QMetaProperty property = meta.property(i);
        columns.append({ property.name(), '"' + QByteArray(property.name()) + "\":", property.typeId(), i });
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

// The value as JSON; empty when it says nothing (empty, zero, false).
template <class Gadget>
void writeValue(QByteArray &out, const Gadget &gadget, const Column &column)
{
    const auto begin = [&out, &column] {
        if (out.size() > 1)
            out += ',';
        out += column.key;
    };
    switch (column.type) {
    case QMetaType::QString:
        if (const auto text = read<QString>(gadget, column.index); !text.isEmpty()) {
            begin();
            appendJsonString(out, text.toUtf8());
        }
        return;
    case QMetaType::QByteArray:
        if (const auto bytes = read<QByteArray>(gadget, column.index); !bytes.isEmpty()) {
            begin();
            writeBytes(out, bytes);
        }
        return;
    case QMetaType::Int:
        if (const int number = read<int>(gadget, column.index); number != 0) {
            begin();
            out += QByteArray::number(number);
        }
        return;
    case QMetaType::LongLong:
        if (const auto number = read<qint64>(gadget, column.index); number != 0) {
            begin();
            out += QByteArray::number(number);
        }
        return;
    case QMetaType::Double:
        if (const double number = read<double>(gadget, column.index); number != 0 && qIsFinite(number)) {
            begin();
            out += QByteArray::number(number, 'g', QLocale::FloatingPointShortest);
        }
        return;
    case QMetaType::Bool:
        if (read<bool>(gadget, column.index)) {
            begin();
            out += "true";
        }
        return;
    case QMetaType::QJsonArray:
        if (const auto array = read<QJsonArray>(gadget, column.index); !array.isEmpty()) {
            begin();
            out += QJsonDocument(array).toJson(QJsonDocument::Compact);
        }
        return;
    case QMetaType::QJsonObject:
        if (const auto object = read<QJsonObject>(gadget, column.index); !object.isEmpty()) {
            begin();
            out += QJsonDocument(object).toJson(QJsonDocument::Compact);
        }
        return;
    default: Q_UNREACHABLE();   // tst_event refuses a property of another type
    }
}

} // namespace

QString kindOf(const Payload &payload)
{
    return std::visit([](const auto &gadget) { return QString::fromLatin1(gadget.kind); }, payload);
}

QByteArray payloadToText(const Payload &payload, const QList<QByteArray> &without)
{
    QByteArray out;
    out.reserve(1024);
    out += '{';
    std::visit([&out, &without](const auto &gadget) {
        static const QList<Column> columns = columnsOf(gadget.staticMetaObject);
        for (const Column &column : columns) {
            if (without.isEmpty() || !without.contains(column.name))
                writeValue(out, gadget, column);
        }
    }, payload);
    return out += '}';
}

QJsonObject payloadToJson(const Payload &payload)
{
    return std::visit([](const auto &gadget) {
        QJsonObject json;
        const QMetaObject &meta = gadget.staticMetaObject;
        for (int i = 0; i < meta.propertyCount(); ++i) {
            const QMetaProperty property = meta.property(i);
            json.insert(QLatin1StringView(property.name()),
                        propertyToJson(property.readOnGadget(&gadget)));
        }
        return json;
    }, payload);
}

std::optional<Payload> payloadFromJson(const QString &kind, const QJsonObject &json)
{
    std::optional<Payload> payload
        = emptyPayload(kind, std::make_index_sequence<std::variant_size_v<Payload>>());
    if (!payload)
        return std::nullopt;
    std::visit([&json](auto &gadget) {
        const QMetaObject &meta = gadget.staticMetaObject;
        for (int i = 0; i < meta.propertyCount(); ++i) {
            const QMetaProperty property = meta.property(i);
            const auto found = json.constFind(QLatin1StringView(property.name()));
            if (found != json.constEnd())
                property.writeOnGadget(&gadget, propertyFromJson(*found, property.typeId()));
        }
    }, *payload);
    return payload;
}

QJsonObject toJson(const Event &event)
{
    QJsonObject json = payloadToJson(event.payload);
    json.insert("seq"_L1, qint64(event.sequence));
    json.insert("at"_L1, event.at);
    json.insert("kind"_L1, kindOf(event.payload));
    return json;
}

std::optional<Event> eventFromJson(const QJsonObject &json)
{
    std::optional<Payload> payload = payloadFromJson(json.value("kind"_L1).toString(), json);
    if (!payload)
        return std::nullopt;
    return Event { quint64(json.value("seq"_L1).toInteger()), json.value("at"_L1).toInteger(),
                   std::move(*payload) };
}

QString runIdOf(const Payload &payload)
{
    return std::visit([](const auto &gadget) {
        if constexpr (requires { gadget.runId; })
            return gadget.runId;
        else
            return QString();
    }, payload);
}

QString connectionIdOf(const Payload &payload)
{
    return std::visit([](const auto &gadget) {
        if constexpr (requires { gadget.connectionId; })
            return gadget.connectionId;
        else
            return QString();
    }, payload);
}

QString requestIdOf(const Payload &payload)
{
    return std::visit([](const auto &gadget) {
        if constexpr (requires { gadget.requestId; })
            return gadget.requestId;
        else
            return QString();
    }, payload);
}

} // namespace greenroom
