// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// `greenroom serve --guest …` as a child process, on a free port.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export const suite = fileURLToPath(new URL('../suites/marmalade.greenroom.yaml', import.meta.url));

export class Host {
    // Resolves when guests are invited.
    static async serve({ service, guest = '8h', file = suite, project = 'builtin:echo', more = [] }) {
        const host = new Host();
        host.folder = mkdtempSync(join(tmpdir(), 'greenroom-guest-'));
        const suites = file ? ['--suite', file] : [];
        host.process = spawn(process.env.GREENROOM_BIN,
            ['serve', project, '--port', '0', '--format', 'json', '--data-dir', host.folder, ...suites, '--guest', guest, ...more],
            { env: { ...process.env, CHECKED_SERVICE: service?.url ?? '' }, stdio: ['ignore', 'pipe', 'pipe'] });
        host.errors = '';
        host.process.stderr.on('data', (bytes) => { host.errors += bytes; });
        host.over = new Promise((resolve) => host.process.once('exit', resolve));
        createInterface({ input: host.process.stdout }).on('line', (line) => host.take(line));
        const invited = await Promise.race([host.event((event) => event.kind === 'guests.invited'), host.over]);
        if (!invited?.url)
            throw new Error(`greenroom serve ended: ${host.errors}`);
        host.link = invited.url;
        return host;
    }

    constructor() {
        this.events = [];
        this.asked = [];
    }

    take(line) {
        if (!line.startsWith('{'))
            return;
        const event = JSON.parse(line);
        this.events.push(event);
        this.asked = this.asked.filter(({ matches, resolve }) => !matches(event) || resolve(event));
    }

    // The first event that matches, come or to come.
    event(matches) {
        const found = this.events.find(matches);
        return found ? Promise.resolve(found) : new Promise((resolve) => this.asked.push({ matches, resolve }));
    }

    get port() {
        return Number(new URL(this.link).port);
    }

    async close() {
        this.process.kill('SIGTERM');
        await this.over;
        rmSync(this.folder, { recursive: true, force: true });
    }
}
