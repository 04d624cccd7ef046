// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api.h"
#include "core/signaturecheck.h"
#include "gateway/http/httpmessage.h"

namespace greenroom {

// Whose signatures are good here: what our functions sign with, and the credentials the project's settings name.
SignatureRules signatureRules(const Api &api, const ProjectSettings &settings);

// Judges a request as it came, now.
SignatureVerdict checkSignature(const RequestHead &head, const QByteArray &body, SignatureRules rules);

// 403 with AWS's exception and words.
HttpResponse signatureRefusal(const SignatureVerdict &verdict);

} // namespace greenroom
