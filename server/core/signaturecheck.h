// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sigv4.h"

#include <QMap>
#include <QString>

namespace greenroom {

// A request as it came, for the other side of core/sigv4.h.
struct SignedRequest
{
    QByteArray method;
    QByteArray path;             // as sent, still percent-encoded
    QByteArray query;            // after the "?", likewise
    HeaderList headers;
    QByteArray body;
};

struct SignatureRules
{
    QByteArray region;
    QByteArray service = "execute-api";
    QMap<QString, QString> secrets;   // by access key
    QDateTime now;
    bool strict = false;         // lax: a signature must be there and readable, and is believed
};

// errorType empty: let in. Else AWS's exception and its words, to go with 403.
struct SignatureVerdict
{
    QByteArray errorType;
    QString message;
    QByteArray accessKey;

    bool isGood() const { return errorType.isEmpty(); }
};

// SigV4 in the Authorization header or in the query (contract §5.2, §7.3).
SignatureVerdict checkSignature(const SignedRequest &request, const SignatureRules &rules);

} // namespace greenroom
