// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api.h"

#include <QCryptographicHash>

#include <algorithm>

namespace greenroom {

namespace {

template <class List, class Matches>
auto findIn(const List &list, Matches matches) -> decltype(list.data())
{
    const auto found = std::find_if(list.begin(), list.end(), matches);
    return found == list.end() ? nullptr : &*found;
}

} // namespace

QString integrationTypeName(IntegrationType type)
{
    switch (type) {
    case IntegrationType::None: return {};
    case IntegrationType::AwsProxy: return QStringLiteral("AWS_PROXY");
    case IntegrationType::Mock: return QStringLiteral("MOCK");
    case IntegrationType::HttpProxy: return QStringLiteral("HTTP_PROXY");
    case IntegrationType::Http: return QStringLiteral("HTTP");
    case IntegrationType::Aws: return QStringLiteral("AWS");
    case IntegrationType::Builtin: return QStringLiteral("BUILTIN");
    case IntegrationType::TestSuite: return QStringLiteral("TEST_SUITE");
    }
    return {};
}

const Route *Api::route(const QString &key) const
{
    return findIn(routes, [&key](const Route &route) { return route.key == key; });
}

const FunctionSpec *Api::function(const QString &key) const
{
    return findIn(functions, [&key](const FunctionSpec &function) { return function.key == key; });
}

const AuthorizerSpec *Api::findAuthorizer(const QString &wanted) const
{
    return findIn(authorizers, [&wanted](const AuthorizerSpec &spec) { return spec.name == wanted; });
}

std::optional<QString> ProjectSettings::value(const QString &name) const
{
    for (const QString &spelling : { name, QStringLiteral("${%1}").arg(name) }) {
        const auto found = values.constFind(spelling);
        if (found != values.constEnd())
            return *found;
    }
    return std::nullopt;
}

QString apiIdFor(const QString &path)
{
    static constexpr char alphabet[] = "abcdefghijklmnopqrstuvwxyz0123456789";
    const QByteArray digest = QCryptographicHash::hash(path.toUtf8(), QCryptographicHash::Sha256);
    QString id;
    for (int i = 0; i < 10; ++i)
        id += QLatin1Char(alphabet[static_cast<unsigned char>(digest.at(i)) % (i == 0 ? 26 : 36)]);
    return id;
}

} // namespace greenroom
