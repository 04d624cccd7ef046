// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/event.h"

#include <QByteArray>
#include <QHash>
#include <QString>
#include <QStringList>

namespace greenroom {

// Replaces secrets in everything that is recorded, shown or exported: known values by "‹NAME›" wherever
// they stand, also base64 and percent-encoded, and the values of headers and parameters that carry
// credentials by "‹hidden›".
class Masking
{
public:
    // Values shorter than four characters would mask half the world and are not taken.
    void add(const QString &name, const QString &value);
    bool isEmpty() const { return m_replacements.isEmpty(); }

    QString apply(const QString &text) const;
    QByteArray apply(const QByteArray &bytes) const;
    QJsonValue apply(const QJsonValue &value) const;
    Payload apply(const Payload &payload) const;

    // Authorization, Cookie, Set-Cookie, X-Api-Key, X-Amz-Security-Token, Proxy-Authorization …
    static bool isSecretHeader(const QString &name);
    // token, access_token, api_key, password, X-Amz-Signature, X-Amz-Security-Token …
    static bool isSecretParameter(const QString &name);
    static QString maskedUrl(const QString &url);
    static QJsonObject maskedHeaders(const QJsonObject &headers);
    // For exports: an event's headers, URLs and lambda event with credentials hidden.
    static Payload masked(const Payload &payload);

private:
    QList<std::pair<QByteArray, QByteArray>> m_replacements;   // longest first
};

} // namespace greenroom
