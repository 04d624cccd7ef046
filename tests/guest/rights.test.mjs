// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Who may do what, and what nobody gets to know.

import assert from 'node:assert/strict';
import test from 'node:test';
import { hostname } from 'node:os';

import { button, heading, openBrowser, openGuest } from './support/browser.mjs';
import { Host, suite } from './support/host.mjs';
import { Proxy } from './support/proxy.mjs';
import { Service } from './support/service.mjs';
import { Talker } from './support/talker.mjs';

async function scene(t, options = {}) {
    const service = (await Service.open()).unlock();
    const host = await Host.serve({ service, ...options });
    t.after(async () => {
        await host.close();
        service.close();
    });
    return { service, host };
}

async function talk(t, host, more) {
    const talker = await Talker.open(host.link);
    t.after(() => talker.close());
    if (more !== null)
        talker.watch(more);
    return talker;
}

test('blind: no byte of a run tells what is checked', async (t) => {
    const wire = await Proxy.open();
    const { service, host } = await scene(t, { more: ['--allow-host', wire.name] });
    wire.lead(host.port);
    const browser = await openBrowser();
    t.after(async () => {
        await browser.close();
        wire.close();
    });
    const page = await openGuest(browser, wire.over(host.link));
    await button(page, 'Start').click();
    await service.until(4);
    await service.letGoAsTheyCome(6);
    await heading(page, '6 of 20 finished').waitFor();
    await page.reload();
    service.openUp();
    await heading(page, 'Finished with 1 problem').waitFor();
    const refused = await openGuest(browser, `${wire.over(host.link)}x`);
    await heading(refused, 'This link is not valid any more.').waitFor();

    const told = Buffer.concat(wire.toGuest).toString('latin1');
    const started = host.events.find((event) => event.kind === 'run.started');
    const tests = host.events.filter((event) => event.kind === 'test.found');
    assert.ok(tests.length >= 20 && told.includes(started.runId));
    const secrets = [
        ...tests.flatMap((found) => [found.name, found.testId]),                      // names and ids
        started.suite, started.suiteName, suite, 'marmalade', 'Zanzibar', 'pantry', '.yaml',
        service.url, new URL(service.url).host, `:${new URL(service.url).port}`, '/shelf', '/unlock',  // addresses
        'kumquat', 'quicksilver', '$.jam', 'wanted',                                  // values and reasons
        hostname(), host.folder,
    ];
    for (const secret of secrets.filter((text) => text.length > 2)) {
        for (const form of [secret, Buffer.from(secret).toString('base64').replace(/=+$/, ''), encodeURIComponent(secret)])
            assert.ok(!told.toLowerCase().includes(form.toLowerCase()), `a guest was told ${form}`);
    }
});

test('records hold the fields of ux.md §5 and no other, numbered from one', async (t) => {
    const { service, host } = await scene(t);
    service.openUp();
    const talker = await talk(t, host);
    talker.say({ action: 'start', suite: 'anything', vars: { base_url: 'http://elsewhere.example' } });
    await talker.until(() => talker.records.at(-1)?.kind === 'finished');
    const allowed = new Set(['seq', 'kind', 'run', 'check', 'state', 'elapsed', 'done', 'total', 'receipt']);
    for (const [index, record] of talker.records.entries()) {
        assert.equal(record.seq, index + 1);
        assert.deepEqual(Object.keys(record).filter((key) => !allowed.has(key)), []);
    }
    const numbers = new Set(talker.records.filter((record) => record.check).map((record) => record.check));
    assert.deepEqual([...numbers].sort((one, other) => one - other), Array.from({ length: 20 }, (unused, index) => index + 1));
    assert.notDeepEqual([...numbers], Array.from({ length: 20 }, (unused, index) => index + 1));   // drawn, not counted
});

test('several guests see the same run in step; only its starter stops it', async (t) => {
    const { service, host } = await scene(t);
    const browser = await openBrowser();
    t.after(() => browser.close());
    const starter = await openGuest(browser, host.link);
    await button(starter, 'Start').click();
    await service.until(4);
    const watcher = await openGuest(browser, host.link);   // joins what is going on
    const stranger = await talk(t, host);
    service.letGo(2);
    await Promise.all([starter, watcher].map((page) => heading(page, '2 of 20 finished').waitFor()));
    assert.equal(await button(watcher, 'Stop').count(), 0);
    await stranger.until(() => stranger.run);
    stranger.say({ action: 'stop', run: stranger.run });
    stranger.say({ action: 'alive' });
    await stranger.until(() => stranger.messages.some((message) => message.alive));
    service.letGo(2);
    await Promise.all([starter, watcher].map((page) => heading(page, '4 of 20 finished').waitFor()));
    const cells = (page) => page.locator('.cell').evaluateAll((all) => all.map((cell) => cell.className));
    assert.deepEqual(await cells(watcher), await cells(starter));
    await button(starter, 'Stop').click();
    await Promise.all([starter, watcher].map((page) => heading(page, 'Stopped after 4 of 20').waitFor()));
    assert.ok(await button(watcher, 'Start again').isEnabled());
    assert.ok(await button(starter, 'Start again').isDisabled());
});

for (const [name, message] of [
    ['a wrong token', { action: 'watch', token: 'wrong', guest: 'g' }],
    ['a token of the same length', { action: 'watch', token: 'A'.repeat(22), guest: 'g' }],
    ['no token', { action: 'watch', guest: 'g' }],
    ['no name', { action: 'watch', token: '', guest: '' }],
    ['a start before it was let in', { action: 'start' }],
    ['a resume before it was let in', { action: 'resume', run: 'run-0', after: 0 }],
    ['what is no word', { action: 'juggle' }],
    ['what is no object', ['watch']],
]) {
    test(`refused with 1008: ${name}`, async (t) => {
        const { host } = await scene(t);
        const talker = await talk(t, host, null);
        talker.say(message);
        await talker.closed;
        assert.deepEqual(talker.messages, [{ kind: 'refused', seq: 1 }]);
        assert.equal(talker.code, 1008);
    });
}

test('a link that ran out lets nobody in, and nobody start', async (t) => {
    const { host } = await scene(t, { guest: '2s' });
    const early = await talk(t, host);
    await early.until(() => early.messages.length > 0);
    assert.ok(early.messages[0].about);
    await new Promise((resolve) => setTimeout(resolve, 2100));
    early.say({ action: 'start' });
    await early.closed;
    assert.equal(early.records[0].kind, 'refused');
    const late = await talk(t, host);
    await late.closed;
    assert.equal(late.records[0].kind, 'refused');
});

test('open: no token is asked for, and the link has none', async (t) => {
    const { host } = await scene(t, { guest: 'open' });
    assert.equal(new URL(host.link).hash, '');
    const talker = await talk(t, host);
    await talker.until(() => talker.messages.length > 0);
    assert.equal(talker.messages[0].about.title, 'Shop health check');
});

test('pressed twice it is one run; after its end there is a pause', async (t) => {
    const { service, host } = await scene(t);
    const talker = await talk(t, host);
    talker.say({ action: 'start' });
    talker.say({ action: 'start' });
    await service.until(4);
    service.openUp();
    await talker.until(() => talker.records.at(-1)?.kind === 'finished');
    talker.say({ action: 'start' });
    await talker.until(() => talker.records.at(-1)?.kind === 'busy');
    assert.ok(talker.records.at(-1).total > 20 && talker.records.at(-1).total <= 30);
    assert.equal(host.events.filter((event) => event.kind === 'run.started').length, 1);
});

test('more than twenty in the queue, or more than the rate, are told when to ask again', async (t) => {
    const { host } = await scene(t);
    const crowd = await Promise.all(Array.from({ length: 14 }, () => talk(t, host)));
    crowd.forEach((talker) => talker.say({ action: 'start' }));
    await Promise.all(crowd.map((talker) => talker.until(() => talker.records.length > 0)));
    const busy = crowd.filter((talker) => talker.records[0].kind === 'busy');
    assert.ok(busy.length >= 2);
    assert.ok(busy.every((talker) => talker.records[0].total > 0));
});

test('a page from elsewhere does not get in', async (t) => {
    const { host } = await scene(t);
    const { connect } = await import('node:net');
    const socket = connect(host.port, '127.0.0.1');
    socket.write(`GET /guest/feed HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\nOrigin: https://elsewhere.example\r\nConnection: Upgrade\r\n`
        + 'Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n');
    const [answer] = await new Promise((resolve) => socket.once('data', (bytes) => resolve([String(bytes)])));
    assert.match(answer, /^HTTP\/1\.1 403 /);
    socket.destroy();
});

test('without a blind suite nobody is invited', async () => {
    await assert.rejects(Host.serve({ file: null }), /give a suite with a “blind” block/);
});

test('the demo invites by itself', async (t) => {
    const { host } = await scene(t, { project: 'builtin:demo', file: null });
    const talker = await talk(t, host);
    talker.say({ action: 'start' });
    await talker.until(() => talker.records.at(-1)?.kind === 'finished');
    assert.equal(talker.records.at(-1).state, 'problem');
});
