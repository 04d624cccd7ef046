// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// A guest without a page: says what it likes, and keeps every byte that comes.

import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';

import { until } from './patience.mjs';

function frame(text) {
    const payload = Buffer.from(text);
    const head = payload.length < 126 ? Buffer.from([0x81, 0x80 | payload.length])
        : Buffer.from([0x81, 0xfe, payload.length >> 8, payload.length & 0xff]);
    return Buffer.concat([head, Buffer.alloc(4), payload]);   // a mask of zeros is a mask
}

export class Talker {
    static async open(link) {
        const { hostname, port, hash } = new URL(link);
        const talker = new Talker(hash.slice(1));
        talker.socket = connect(Number(port), hostname);
        talker.socket.on('data', (bytes) => talker.take(bytes));
        talker.socket.on('error', () => {});
        talker.closed = new Promise((resolve) => talker.socket.once('close', resolve));
        talker.socket.write(`GET /guest/feed HTTP/1.1\r\nHost: ${hostname}:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n`
            + `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n\r\n`);
        await talker.until(() => talker.open);
        return talker;
    }

    constructor(token) {
        this.token = token;
        this.name = randomBytes(8).toString('hex');
        this.bytes = [];
        this.rest = Buffer.alloc(0);
        this.messages = [];
        this.open = false;
        this.code = 0;
    }

    take(bytes) {
        this.bytes.push(bytes);
        this.rest = Buffer.concat([this.rest, bytes]);
        if (!this.open) {
            const end = this.rest.indexOf('\r\n\r\n');
            if (end < 0)
                return;
            this.open = true;
            this.rest = this.rest.subarray(end + 4);
        }
        while (this.rest.length >= 2) {
            const short = this.rest[1] & 0x7f;
            const start = short < 126 ? 2 : 4;
            const size = short < 126 ? short : this.rest.length < 4 ? Infinity : this.rest.readUInt16BE(2);
            if (this.rest.length < start + size)
                return;
            const payload = this.rest.subarray(start, start + size);
            if ((this.rest[0] & 0x0f) === 8)
                this.code = payload.readUInt16BE(0);
            else
                this.messages.push(JSON.parse(payload.toString()));
            this.rest = this.rest.subarray(start + size);
        }
    }

    say(message) {
        this.socket.write(frame(JSON.stringify(message)));
    }

    watch(more = {}) {
        this.say({ action: 'watch', token: this.token, guest: this.name, ...more });
    }

    get records() {
        return this.messages.filter((message) => message.seq);
    }

    get run() {
        return this.messages.filter((message) => message.about?.run).at(-1)?.about.run;
    }

    async until(condition) {
        await until(() => condition(this), () => `${condition}; the last that came: ${JSON.stringify(this.messages.at(-1))}`);
    }

    close() {
        this.socket.destroy();
    }
}
