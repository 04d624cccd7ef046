// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What /guest serves: our own files and nothing else, small, under a strict policy.

import assert from 'node:assert/strict';
import test from 'node:test';
import { gzipSync } from 'node:zlib';

import { openBrowser, openGuest, heading } from './support/browser.mjs';
import { Host } from './support/host.mjs';

const budget = 120_000;   // ux.md §9

test('the page', async (t) => {
    const host = await Host.serve({});
    const origin = new URL(host.link).origin;
    const browser = await openBrowser();
    t.after(() => Promise.all([browser.close(), host.close()]));

    await t.test('is built, and asks for our own files only', async () => {
        const context = await browser.newContext();
        const page = await context.newPage();
        const asked = [];
        page.on('request', (request) => asked.push(request.url()));
        await page.goto(host.link);
        await heading(page, 'Ready when you are.').waitFor();
        assert.ok(asked.length >= 3);
        assert.deepEqual(asked.filter((url) => !url.startsWith(origin)), []);
        const bodies = await Promise.all([...new Set(asked)].map(async (url) => Buffer.from(await (await fetch(url)).arrayBuffer())));
        const size = bodies.reduce((sum, body) => sum + gzipSync(body).length, 0);
        console.log(`# ${size} bytes compressed, ${bodies.reduce((sum, body) => sum + body.length, 0)} as they are`);
        assert.ok(size < budget);
        assert.deepEqual(await context.cookies(), []);
        await context.close();
    });

    await t.test('has a policy without exceptions, and keeps to it', async () => {
        const policy = (await fetch(`${origin}/guest`)).headers.get('content-security-policy');
        assert.match(policy, /default-src 'none'/);
        assert.doesNotMatch(policy, /unsafe|data:|blob:|\*|https?:/);
        const page = await openGuest(browser, host.link);
        await heading(page, 'Ready when you are.').waitFor();
        const html = await (await fetch(`${origin}/guest`)).text();
        assert.doesNotMatch(html, /<style|style=|<script(?![^>]* src=)| on[a-z]+=/);
        assert.deepEqual(page.complaints, []);
        await page.context().close();
    });

    for (const [path, method, status] of [
        ['/guest', 'GET', 200], ['/guest/', 'GET', 200], ['/guest', 'HEAD', 200], ['/guest/guest.js', 'GET', 200],
        ['/guest', 'POST', 405], ['/guest/nothing.js', 'GET', 404], ['/guest/..%2fcore', 'GET', 404], ['/guest/index.html/', 'GET', 404],
    ]) {
        await t.test(`answers ${method} ${path} with ${status}`, async () => {
            const response = await fetch(origin + path, { method });
            assert.equal(response.status, status);
            assert.equal((await response.text()) === '', method === 'HEAD');
        });
    }

    await t.test('takes the token out of the address bar', async () => {
        const page = await openGuest(browser, host.link);
        await heading(page, 'Ready when you are.').waitFor();
        assert.equal(page.url(), `${origin}/guest`);
        await page.context().close();
    });
});
