// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The service under test: every request waits until the tester lets it go.

import { createServer } from 'node:http';

import { until } from './patience.mjs';

export class Service {
    static async open() {
        const service = new Service();
        await new Promise((resolve) => service.server.listen(0, '127.0.0.1', resolve));
        service.url = `http://127.0.0.1:${service.server.address().port}`;
        return service;
    }

    constructor() {
        this.waiting = [];      // requests that were not let go yet
        this.free = false;      // nothing waits
        this.rotten = 1;        // so many answers are wrong
        this.server = createServer((request, response) => {
            this.waiting.push({ path: request.url, response });
            if (this.free || (this.unlocked && request.url === '/unlock'))
                this.letGo(this.waiting.length);
        });
    }

    // Answers so many of those that wait, in the order they came.
    letGo(count) {
        for (const { path, response } of this.waiting.splice(0, count)) {
            const rotten = path !== '/unlock' && this.rotten > 0;
            if (rotten)
                this.rotten -= 1;
            response.setHeader('Content-Type', 'application/json');
            response.end(JSON.stringify({ jam: rotten ? 'quicksilver' : 'kumquat' }));
        }
    }

    // The same for more than are there at once.
    async letGoAsTheyCome(count) {
        for (let gone = 0; gone < count; ++gone) {
            await this.until(1);
            this.letGo(1);
        }
    }

    // Setups pass at once.
    unlock() {
        this.unlocked = true;
        return this;
    }

    // Nothing waits any more.
    openUp() {
        this.free = true;
        this.letGo(this.waiting.length);
    }

    async until(count) {
        await until(() => this.waiting.length >= count, () => `${count} requests, of which ${this.waiting.length} came`);
    }

    close() {
        this.server.closeAllConnections();
        this.server.close();
    }
}
