// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
'use strict';

exports.hello = async (event) => ({ statusCode: 200, body: `hello ${JSON.parse(event.body).name}` });
exports.auth = async (event) => ({ principalId: event.queryStringParameters.token });
