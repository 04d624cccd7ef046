// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The ten states of ux.md §9, as a guest sees them. Reconnecting and gone are in line.test.mjs.

import assert from 'node:assert/strict';
import test from 'node:test';

import { button, heading, openBrowser, openGuest, seen, shoot } from './support/browser.mjs';
import { Host } from './support/host.mjs';
import { Service } from './support/service.mjs';
import { Talker } from './support/talker.mjs';

const iconOf = (page) => page.getAttribute('link[rel=icon]', 'href');

// A host and its service for one test; a browser for all.
async function scene(t, options = {}) {
    const service = await Service.open();
    const host = await Host.serve({ service, ...options });
    t.after(async () => {
        await host.close();
        service.close();
    });
    return { service, host };
}

test('states', async (t) => {
    const browser = await openBrowser();
    t.after(() => browser.close());
    const guest = (host, options) => openGuest(browser, host.link, options);

    await t.test('idle: title, Start in focus, what one will see', async (t) => {
        const { host } = await scene(t);
        const page = await guest(host);
        await heading(page, 'Ready when you are.').waitFor();
        assert.equal(await page.getByRole('heading', { level: 1 }).textContent(), 'Shop health check');
        await page.getByText('You will see progress, not the contents of the checks.').waitFor();
        assert.equal(await page.evaluate(() => document.activeElement.textContent.trim()), 'Start');
        assert.equal(await page.title(), 'Shop health check');
        await shoot(page, 'idle');
    });

    await t.test('starting, running, finished: one run from Start to receipt', async (t) => {
        const { host, service } = await scene(t);
        const page = await guest(host);
        await button(page, 'Start').click();
        await heading(page, 'Preparing…').waitFor();
        await shoot(page, 'starting');
        await heading(page, 'Still preparing…').waitFor({ timeout: 10_000 });
        await shoot(page, 'starting-still');

        service.unlock().letGo(1);
        await service.until(4);
        service.letGo(7);
        await service.until(4);
        await seen(page, () => document.querySelectorAll('.cell.running').length === 4);
        service.letGo(service.waiting.length - 4);
        await heading(page, /of 20 finished/).waitFor();
        const count = Number(/^\d+/.exec(await page.getByRole('heading', { level: 2 }).textContent())[0]);
        assert.equal(await page.title(), `(${count}/20) Shop health check`);
        assert.equal(await page.locator('.cell').count(), 20);
        assert.equal(await page.locator('.cell.problem').count(), 1);
        assert.match(await page.locator('.cell.problem').innerText(), /^Check \d+, problem/);
        assert.equal(await iconOf(page), '/guest/icon-running.svg');
        await shoot(page, 'running');

        service.openUp();
        await heading(page, 'Finished with 1 problem').waitFor();
        await page.getByText(/^19 of 20 checks passed\. It took \d+:\d\d\.$/).waitFor();
        const receipt = await page.getByRole('status', { name: '' }).locator('xpath=self::output').textContent();
        assert.match(receipt, /^[0-9A-Z]{4}-[0-9A-Z]{2}$/);
        const finished = await host.event((event) => event.kind === 'run.finished');
        assert.equal(receipt, finished.receipt);
        assert.equal(await page.title(), 'Finished with 1 problem: Shop health check');
        assert.equal(await iconOf(page), '/guest/icon-problem.svg');
        await page.getByText(/^Possible again in 0:[23]\d$/).waitFor();
        assert.ok(await button(page, 'Start again').isDisabled());
        await shoot(page, 'finished-problem');
        await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
        await button(page, 'Copy').click();
        await button(page, 'Copied').waitFor();
        assert.equal(await page.evaluate(() => navigator.clipboard.readText()), receipt);
        assert.deepEqual(page.complaints, []);

        // The next one knows how long it takes.
        const next = await guest(host);
        await next.getByText(/^Takes about \d+ (s|min)\. You will see progress/).waitFor();
    });

    await t.test('finished without a problem', async (t) => {
        const { host, service } = await scene(t);
        service.rotten = 0;
        service.openUp();
        const page = await guest(host);
        await button(page, 'Start').click();
        await heading(page, 'All 20 passed').waitFor();
        assert.equal(await iconOf(page), '/guest/icon-passed.svg');
        await shoot(page, 'finished-passed');
    });

    await t.test('idle: what earlier runs took is known after a restart', async (t) => {
        const { host, service } = await scene(t);
        service.openUp();
        const talker = await Talker.open(host.link);
        talker.watch();
        talker.say({ action: 'start' });
        await talker.until(() => talker.records.at(-1)?.kind === 'finished');
        talker.close();
        const again = await Host.serve({ service, more: ['--data-dir', host.folder] });
        t.after(() => again.close());
        const page = await guest(again);
        await page.getByText(/^Takes about \d+ s\./).waitFor();
    });

    await t.test('waiting: the queue and its numbers', async (t) => {
        const { host, service } = await scene(t);
        service.unlock();
        const [first, second, third] = await Promise.all([guest(host), guest(host), guest(host)]);
        await Promise.all([second, third].map((page) => heading(page, 'Ready when you are.').waitFor()));
        await button(first, 'Start').click();
        await heading(second, 'Another run is going on.').waitFor();
        await shoot(second, 'idle-other-run');
        await button(second, 'Start').click();
        await second.getByText('You are number 1.').waitFor();
        await button(third, 'Start').click();
        await third.getByText('You are number 2.').waitFor();
        await shoot(third, 'waiting');
        service.openUp();
        await heading(first, /^Finished/).waitFor();
        await heading(second, /^(All 20 passed|Finished)/).waitFor();
        await heading(third, 'All 20 passed').waitFor();
    });

    await t.test('waiting: who leaves the queue never began', async (t) => {
        const { host, service } = await scene(t);
        service.unlock();
        const [first, second] = await Promise.all([guest(host), guest(host)]);
        await heading(second, 'Ready when you are.').waitFor();
        await button(first, 'Start').click();
        await heading(second, 'Another run is going on.').waitFor();
        await button(second, 'Start').click();
        await button(second, 'Leave the queue').click();
        await heading(second, 'Stopped').waitFor();
        service.openUp();
        await heading(first, 'Finished with 1 problem').waitFor();
        assert.equal(host.events.filter((event) => event.kind === 'run.started').length, 1);
    });

    await t.test('stopped: by the guest who started', async (t) => {
        const { host, service } = await scene(t);
        service.unlock();
        const page = await guest(host);
        await button(page, 'Start').click();
        await service.until(4);
        service.letGo(3);
        await heading(page, '3 of 20 finished').waitFor();
        await button(page, 'Stop').click();
        await heading(page, 'Stopped after 3 of 20').waitFor();
        assert.equal(await page.title(), 'Stopped after 3 of 20: Shop health check');
        assert.equal(await iconOf(page), '/guest/icon-stopped.svg');
        await shoot(page, 'stopped');
    });

    await t.test('refused: one sentence and nothing else', async (t) => {
        const { host } = await scene(t);
        for (const link of [`${host.link}x`, host.link.replace(/#.*/, '')]) {
            const page = await openGuest(browser, link);
            await heading(page, 'This link is not valid any more.').waitFor();
            assert.equal(await page.getByRole('heading', { level: 1 }).textContent(), '');
            assert.equal(await button(page, 'Start').count(), 0);
            await shoot(page, 'refused');
        }
    });

    await t.test('busy: too many starts are counted down', async (t) => {
        const { host, service } = await scene(t);
        service.unlock();
        const page = await guest(host);
        await heading(page, 'Ready when you are.').waitFor();
        const crowd = await Promise.all(Array.from({ length: 14 }, () => Talker.open(host.link)));
        for (const talker of crowd) {
            talker.watch();
            talker.say({ action: 'start' });
        }
        // Each has a run of its own in the queue, or is told to come again.
        const isBusy = (talker) => talker.records.some((record) => record.kind === 'busy');
        await Promise.all(crowd.map((talker) => talker.until(() => isBusy(talker) || talker.messages.some((message) => message.about?.mine))));
        assert.ok(crowd.some(isBusy));
        await button(page, 'Start').click();
        await heading(page, 'Too many starts.').waitFor();
        await page.getByText(/^Again in 0:0\d\.$/).waitFor();
        assert.ok(await button(page, 'Start').isDisabled());
        await shoot(page, 'busy');
        await heading(page, 'Another run is going on.').waitFor({ timeout: 15_000 });
        crowd.forEach((talker) => talker.close());
    });
});
