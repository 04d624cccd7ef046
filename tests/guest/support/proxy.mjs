// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// A wire between guest and host that can be cut, with or without a word, and that keeps what went over it.

import { connect, createServer } from 'node:net';

export class Proxy {
    // Open before the host, which must know under which name it will be reached; lead() says where it is.
    static async open() {
        const proxy = new Proxy();
        await new Promise((resolve) => proxy.server.listen(0, '127.0.0.1', resolve));
        return proxy;
    }

    constructor() {
        this.toGuest = [];        // every byte the host sent
        this.lines = new Set();
        this.silent = false;
        this.refusing = false;
        this.server = createServer((guest) => this.join(guest));
    }

    get name() {
        return `127.0.0.1:${this.server.address().port}`;
    }

    lead(port) {
        this.port = port;
    }

    join(guest) {
        if (this.refusing) {
            guest.resetAndDestroy();
            return;
        }
        const host = connect(this.port, '127.0.0.1');
        const line = { guest, host, dead: this.silent };
        this.lines.add(line);
        for (const [from, to] of [[guest, host], [host, guest]]) {
            from.on('data', (bytes) => {
                if (line.dead)
                    return;
                if (from === host)
                    this.toGuest.push(bytes);
                to.write(bytes);
            });
            from.on('error', () => {});
            from.on('close', () => {
                this.lines.delete(line);
                if (!line.dead)
                    to.destroy();
            });
        }
    }

    // As a router that lost its way: nothing goes through any more, and nobody is told.
    fallSilent() {
        this.silent = true;
        for (const line of this.lines)
            line.dead = true;
    }

    // As a host that went away.
    cut() {
        this.refusing = true;
        for (const { guest, host } of this.lines) {
            guest.resetAndDestroy();
            host.destroy();
        }
    }

    mend() {
        this.silent = false;
        this.refusing = false;
        for (const line of this.lines) {
            if (line.dead)
                line.guest.destroy();
        }
    }

    // The link as it leads over this wire.
    over(link) {
        const url = new URL(link);
        url.port = this.server.address().port;
        return url.href;
    }

    close() {
        for (const { guest, host } of this.lines) {
            guest.destroy();
            host.destroy();
        }
        this.server.close();
    }
}
