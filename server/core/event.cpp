// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/event.h"

#include <QMetaProperty>
#include <QStringDecoder>
#include <QVariant>

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

} // namespace

QString kindOf(const Payload &payload)
{
    return std::visit([](const auto &gadget) { return QString::fromLatin1(gadget.kind); }, payload);
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
