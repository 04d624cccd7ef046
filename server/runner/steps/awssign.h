// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/masking.h"
#include "core/result.h"
#include "core/suite.h"
#include "core/sigv4.h"

namespace greenroom {

// `sign: { aws: { region, service, access_key, secret_key, session_token, in: headers | query, expires } }` of an
// http step or a connect. What is not given comes from AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY,
// AWS_SESSION_TOKEN and AWS_REGION; the region also from the address of an execute-api.
Result<HeaderList> signAws(const yaml::Node &sign, AwsRequest request, Masking &masking, QUrl *url);
Problems validateSign(const yaml::Node &sign);

} // namespace greenroom
