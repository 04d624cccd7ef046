// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Posts back with the standard library alone: what an SDK would do, without one to install.
'use strict';

const http = require('http');

exports.handler = async (event) => {
    const base = process.env.AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI;
    const id = encodeURIComponent(event.requestContext.connectionId);
    await new Promise((resolve, reject) => {
        const request = http.request(`${base}/@connections/${id}`, { method: 'POST' }, (response) => {
            response.resume();
            response.on('end', resolve);
        });
        request.on('error', reject);
        request.end(JSON.parse(event.body).data + ' via ' + process.env.TABLE_NAME);
    });
    return { statusCode: 200, body: 'Data sent.' };
};
