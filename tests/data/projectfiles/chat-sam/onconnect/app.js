// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
'use strict';

exports.handler = async (event) => {
    console.log('connected', event.requestContext.connectionId, 'to', process.env.TABLE_NAME);
    return { statusCode: 200, body: 'Connected.' };
};
