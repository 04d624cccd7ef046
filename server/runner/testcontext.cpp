// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner/testcontext.h"

#include "runner/wsclient.h"

namespace greenroom {

TestContext::TestContext(Journal &theJournal, Masking &theMasking, HttpPool &theHttp)
    : journal(theJournal)
    , masking(theMasking)
    , http(theHttp)
    , cookies(std::make_unique<QNetworkCookieJar>())
{
}

TestContext::~TestContext() = default;

} // namespace greenroom
