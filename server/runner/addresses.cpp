// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner/addresses.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace greenroom {

bool isMetadataAddress(const QHostAddress &address)
{
    static const QList<QHostAddress> addresses {
        QHostAddress(u"169.254.169.254"_s),   // AWS, Azure, Google and most others
        QHostAddress(u"169.254.170.2"_s),     // ECS tasks
        QHostAddress(u"169.254.170.23"_s),    // EKS pods
        QHostAddress(u"100.100.100.200"_s),   // Alibaba
        QHostAddress(u"192.0.0.192"_s),       // Oracle
        QHostAddress(u"fd00:ec2::254"_s),
        QHostAddress(u"fd00:ec2::23"_s),
    };
    return std::any_of(addresses.begin(), addresses.end(), [&address](const QHostAddress &known) {
        return known.isEqual(address, QHostAddress::ConvertV4MappedToIPv4);
    });
}

bool isMetadataService(const QUrl &url)
{
    QString host = url.host();
    while (host.endsWith(u'.'))
        host.chop(1);
    return host == "metadata.google.internal"_L1 || host == "metadata.azure.internal"_L1 || isMetadataAddress(QHostAddress(host));
}

bool isLoopback(const QUrl &url)
{
    const QString host = url.host();
    return host == "localhost"_L1 || host.endsWith(".localhost"_L1) || QHostAddress(host).isLoopback();
}

} // namespace greenroom
