// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/masking.h"

#include <QJsonDocument>
#include <QMetaProperty>
#include <QUrl>
#include <QUrlQuery>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr auto hidden = "‹hidden›";

bool isOneOf(const QString &name, std::initializer_list<QLatin1StringView> names)
{
    return std::any_of(names.begin(), names.end(), [&name](QLatin1StringView candidate) {
        return name.compare(candidate, Qt::CaseInsensitive) == 0;
    });
}

QJsonValue maskedJson(const QString &key, const QJsonValue &value)
{
    if (Masking::isSecretHeader(key) || Masking::isSecretParameter(key)) {
        if (value.isArray()) {
            QJsonArray array;
            for (qsizetype i = 0; i < value.toArray().size(); ++i)
                array.append(QString::fromUtf8(hidden));
            return array;
        }
        if (value.isString() && !value.toString().isEmpty())
            return QString::fromUtf8(hidden);
        return value;
    }
    if (value.isObject()) {
        QJsonObject object = value.toObject();
        for (auto it = object.begin(); it != object.end(); ++it)
            *it = maskedJson(it.key(), *it);
        return object;
    }
    if (value.isArray()) {
        QJsonArray array;
        const QJsonArray items = value.toArray();
        for (const QJsonValue &item : items)
            array.append(maskedJson({}, item));
        return array;
    }
    if (value.isString() && value.toString().contains("://"_L1))
        return Masking::maskedUrl(value.toString());
    return value;
}

} // namespace

void Masking::add(const QString &name, const QString &value)
{
    if (value.size() < 4)
        return;
    const QByteArray plain = value.toUtf8();
    const QByteArray shown = u"‹%1›"_s.arg(name).toUtf8();
    const auto remember = [this, &shown](const QByteArray &form) {
        const bool known = std::any_of(m_replacements.begin(), m_replacements.end(),
                                       [&form](const auto &pair) { return pair.first == form; });
        if (form.size() >= 4 && !known)
            m_replacements.append({ form, shown });
    };
    remember(plain);
    remember(plain.toPercentEncoding());
    remember(QUrl::toPercentEncoding(value, "/:?@!$&'()*+,;="));
    remember(QByteArray(plain.toPercentEncoding()).replace("%20", "+"));
    // Inside a longer text base64 depends on the offset: all three alignments, without the edge characters
    // that neighbours share.
    for (int offset = 0; offset < 3; ++offset) {
        for (const auto option : { QByteArray::Base64Encoding, QByteArray::Base64UrlEncoding }) {
            const QByteArray encoded
                = (QByteArray(offset, 'x') + plain).toBase64(option | QByteArray::OmitTrailingEquals);
            const int head = offset == 0 ? 0 : offset + 1;
            const int tail = (offset + plain.size()) % 3 == 0 ? 0 : 1;
            remember(encoded.mid(head, encoded.size() - head - tail));
        }
    }
    remember(plain.toHex());
    QByteArray json = QJsonDocument(QJsonArray { value }).toJson(QJsonDocument::Compact);
    remember(json.mid(2, json.size() - 4));
    std::stable_sort(m_replacements.begin(), m_replacements.end(),
                     [](const auto &a, const auto &b) { return a.first.size() > b.first.size(); });
}

QByteArray Masking::apply(const QByteArray &bytes) const
{
    QByteArray masked = bytes;
    for (const auto &[from, to] : m_replacements)
        masked.replace(from, to);
    return masked;
}

QString Masking::apply(const QString &text) const
{
    return m_replacements.isEmpty() ? text : QString::fromUtf8(apply(text.toUtf8()));
}

QJsonValue Masking::apply(const QJsonValue &value) const
{
    if (m_replacements.isEmpty())
        return value;
    if (value.isString())
        return apply(value.toString());
    if (value.isArray()) {
        QJsonArray masked;
        const QJsonArray items = value.toArray();
        for (const QJsonValue &item : items)
            masked.append(apply(item));
        return masked;
    }
    if (value.isObject()) {
        QJsonObject masked;
        const QJsonObject object = value.toObject();
        for (auto it = object.begin(); it != object.end(); ++it)
            masked.insert(apply(it.key()), apply(*it));
        return masked;
    }
    return value;
}

bool Masking::isSecretHeader(const QString &name)
{
    return isOneOf(name, { "authorization"_L1, "proxy-authorization"_L1, "cookie"_L1, "set-cookie"_L1,
                           "x-api-key"_L1, "x-amz-security-token"_L1, "x-auth-token"_L1,
                           "x-csrf-token"_L1, "auth"_L1 });
}

bool Masking::isSecretParameter(const QString &name)
{
    return isOneOf(name, { "token"_L1, "access_token"_L1, "id_token"_L1, "refresh_token"_L1, "auth_token"_L1,
                           "api_key"_L1, "apikey"_L1, "api-key"_L1, "password"_L1, "secret"_L1,
                           "client_secret"_L1, "signature"_L1, "sig"_L1, "jwt"_L1, "x-amz-signature"_L1,
                           "x-amz-security-token"_L1, "x-amz-credential"_L1 });
}

QString Masking::maskedUrl(const QString &url)
{
    const qsizetype question = url.indexOf(u'?');
    QString head = question < 0 ? url : url.left(question);
    const qsizetype scheme = head.indexOf("://"_L1);
    const qsizetype at = head.indexOf(u'@', scheme < 0 ? 0 : scheme + 3);
    const qsizetype slash = scheme < 0 ? -1 : head.indexOf(u'/', scheme + 3);
    if (scheme >= 0 && at > 0 && (slash < 0 || at < slash))
        head.replace(scheme + 3, at - scheme - 3, QString::fromUtf8(hidden));
    if (question < 0)
        return head;
    QStringList pairs = url.mid(question + 1).split(u'&');
    for (QString &pair : pairs) {
        const qsizetype equals = pair.indexOf(u'=');
        // Browsers cannot set headers on a handshake: what would be one often comes as a parameter of that name.
        const QString name = QUrl::fromPercentEncoding(pair.left(std::max<qsizetype>(equals, 0)).toUtf8());
        if (isSecretParameter(name) || isSecretHeader(name))
            pair = pair.left(equals + 1) + QString::fromUtf8(hidden);
    }
    return head + u'?' + pairs.join(u'&');
}

QJsonObject Masking::maskedHeaders(const QJsonObject &headers)
{
    return maskedJson({}, headers).toObject();
}

Payload Masking::masked(const Payload &payload)
{
    Payload copy = payload;
    std::visit(Overloaded {
        [](ConnectionOpened &opened) {
            opened.url = maskedUrl(opened.url);
            opened.requestHeaders = maskedHeaders(opened.requestHeaders);
            opened.responseHeaders = maskedHeaders(opened.responseHeaders);
        },
        [](ConnectRefused &refused) { refused.path = maskedUrl(refused.path); },
        [](IntegrationInvoked &invoked) {
            const QJsonDocument event = QJsonDocument::fromJson(invoked.event);
            if (event.isObject())
                invoked.event = QJsonDocument(maskedJson({}, event.object()).toObject()).toJson(QJsonDocument::Compact);
        },
        [](StepFinished &step) { step.exchange = maskedJson({}, step.exchange).toObject(); },
        [](auto &) {},
    }, copy);
    return copy;
}

Payload Masking::apply(const Payload &payload) const
{
    return std::visit([this](auto gadget) {
        const QMetaObject &meta = gadget.staticMetaObject;
        for (int i = 0; i < meta.propertyCount(); ++i) {
            const QMetaProperty property = meta.property(i);
            const QVariant value = property.readOnGadget(&gadget);
            switch (property.typeId()) {
            case QMetaType::QString: property.writeOnGadget(&gadget, apply(value.toString())); break;
            case QMetaType::QByteArray: property.writeOnGadget(&gadget, apply(value.toByteArray())); break;
            case QMetaType::QJsonArray: property.writeOnGadget(&gadget, apply(QJsonValue(value.toJsonArray())).toArray()); break;
            case QMetaType::QJsonObject: property.writeOnGadget(&gadget, apply(QJsonValue(value.toJsonObject())).toObject()); break;
            default: break;
            }
        }
        return Payload(std::move(gadget));
    }, payload);
}

} // namespace greenroom
