// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner/testcontext.h"

#include "runner/wsclient.h"

#include <QJsonArray>

namespace greenroom {

TestContext::TestContext(Journal &theJournal, Masking &theMasking, HttpPool &theHttp)
    : journal(theJournal)
    , masking(theMasking)
    , http(theHttp)
    , cookies(std::make_unique<QNetworkCookieJar>())
{
}

TestContext::~TestContext() = default;

void TestContext::keep(const CaptureSpec &spec, const QJsonValue &value)
{
    if (spec.secret) {
        const QJsonArray values = value.isArray() ? value.toArray() : QJsonArray { value };
        for (const QJsonValue &secret : values) {
            masking.add(spec.name, secret.toVariant().toString());
            journal.hide(spec.name, secret.toVariant().toString());
        }
    }
    variables.set(spec.name, value, Variables::Origin::Outside);
}

} // namespace greenroom
