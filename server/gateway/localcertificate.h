// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QSslConfiguration>
#include <QString>
#include <QStringList>

namespace greenroom {

// The certificate with which the one port speaks TLS: a local authority, made once per data folder and
// readable by its owner only, and a leaf for this machine's names. Nothing but our children trusts it.
struct LocalCertificate
{
    QString authorityFile;        // PEM, for NODE_EXTRA_CA_CERTS and its like
    QSslConfiguration configuration;
};

// Makes what is missing or about to expire. Safe with several processes. `names` beside localhost, 127.0.0.1
// and ::1, for example "*.execute-api.us-east-1.amazonaws.com".
Result<LocalCertificate> ensureLocalCertificate(const QString &dataFolder, const QStringList &names);

} // namespace greenroom
