// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Nothing is lost and nothing doubled: over a reload, a cut with a word and one without, a host that is gone.

import assert from 'node:assert/strict';
import test from 'node:test';

import { button, heading, openBrowser, openGuest, seen, shoot } from './support/browser.mjs';
import { Host } from './support/host.mjs';
import { Proxy } from './support/proxy.mjs';
import { Service } from './support/service.mjs';

const cutMs = 30_000;
const rest = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function scene(t) {
    const service = (await Service.open()).unlock();
    const wire = await Proxy.open();
    const host = await Host.serve({ service, more: ['--allow-host', wire.name] });
    wire.lead(host.port);
    t.after(async () => {
        wire.close();
        await host.close();
        service.close();
    });
    return { service, host, wire };
}

// The numbers of the records a page got, over all its sockets.
function recordsOf(page) {
    const numbers = [];
    page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => {
        const message = JSON.parse(payload);
        if (message.seq && message.run)
            numbers.push(message.seq);
    }));
    return numbers;
}

async function openOver(browser, link, options) {
    const page = await (await browser.newContext(options)).newPage();
    const numbers = recordsOf(page);
    await page.goto(link);
    return { page, numbers };
}

async function startAndLetGo(page, service, count) {
    await button(page, 'Start').click();
    await service.letGoAsTheyCome(count);
    await heading(page, `${count} of 20 finished`).waitFor();
}

function assertEachOnce(numbers) {
    assert.deepEqual(numbers, Array.from({ length: numbers.length }, (unused, index) => index + 1));
}

test('the line', async (t) => {
    const browser = await openBrowser();
    t.after(() => browser.close());

    await t.test('a reload goes on where it was', async (t) => {
        const { service, host } = await scene(t);
        const { page, numbers } = await openOver(browser, host.link);
        await startAndLetGo(page, service, 5);
        const before = await page.locator('.cell').evaluateAll((cells) => cells.map((cell) => cell.className));
        assertEachOnce(numbers);
        numbers.length = 0;
        await page.reload();
        await heading(page, '5 of 20 finished').waitFor();
        assert.deepEqual(await page.locator('.cell').evaluateAll((cells) => cells.map((cell) => cell.className)), before);
        await button(page, 'Stop').waitFor();
        service.openUp();
        await heading(page, 'Finished with 1 problem').waitFor();
        assertEachOnce(numbers);
        await page.reload();
        await heading(page, 'Finished with 1 problem').waitFor();
        assert.equal(host.events.filter((event) => event.kind === 'run.started').length, 1);
    });

    for (const [name, cut] of [['without a word', 'fallSilent'], ['as a host that went away', 'cut']]) {
        await t.test(`a cut of 30 s, ${name}`, async (t) => {
            const { service, host, wire } = await scene(t);
            const { page, numbers } = await openOver(browser, wire.over(host.link));
            await startAndLetGo(page, service, 4);
            wire[cut]();
            await page.getByText(/^Connection lost, trying again in \d s$/).waitFor({ timeout: 15_000 });
            await seen(page, () => getComputedStyle(document.querySelector('main')).opacity < 0.7);
            await heading(page, '4 of 20 finished').waitFor();     // the last known state stays
            await shoot(page, 'reconnecting');
            service.letGo(3);                                       // and the run goes on meanwhile
            await rest(cutMs);
            await heading(page, '4 of 20 finished').waitFor();
            wire.mend();
            await heading(page, '7 of 20 finished').waitFor({ timeout: 15_000 });
            await page.getByText('Connection: live').waitFor();
            assertEachOnce(numbers);
            service.openUp();
            await heading(page, 'Finished with 1 problem').waitFor();
            assertEachOnce(numbers);
            assert.equal(await page.locator('.cell.passed').count(), 19);
        });
    }

    await t.test('gone: a host that stays away, and Try again', async (t) => {
        const { host, wire } = await scene(t);
        const { page } = await openOver(browser, wire.over(host.link));
        await heading(page, 'Ready when you are.').waitFor();
        await page.clock.install();      // the page's own clock, turned forward instead of waited for
        wire.cut();
        await page.getByText(/^Connection lost/).waitFor();
        for (let tries = 0; tries < 16; ++tries) {
            await page.clock.runFor(5000);
            await rest(50);
        }
        await heading(page, 'The test host cannot be reached.').waitFor();
        await shoot(page, 'gone');
        wire.mend();
        await button(page, 'Try again').click();
        await page.clock.runFor(1000);
        await heading(page, 'Ready when you are.').waitFor();
    });

    await t.test('a start that was cut off before its answer is the one that goes on', async (t) => {
        const { service, host, wire } = await scene(t);
        const { page } = await openOver(browser, wire.over(host.link));
        await heading(page, 'Ready when you are.').waitFor();
        await button(page, 'Start').click();
        await service.until(4);
        wire.cut();
        wire.mend();
        await seen(page, () => document.querySelectorAll('.cell.running').length === 4);
        await button(page, 'Stop').waitFor();
        assert.equal(host.events.filter((event) => event.kind === 'run.started').length, 1);
    });
});
