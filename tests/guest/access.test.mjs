// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// For everybody: keyboard, screen reader, small screens, dark, high contrast, little motion, many checks.

import assert from 'node:assert/strict';
import test from 'node:test';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { button, heading, openBrowser, openGuest, seen, shoot, sizes } from './support/browser.mjs';
import { Host, suite } from './support/host.mjs';
import { Service } from './support/service.mjs';

async function scene(t, options = {}) {
    const service = (await Service.open()).unlock();
    const host = await Host.serve({ service, ...options });
    t.after(async () => {
        await host.close();
        service.close();
    });
    return { service, host };
}

// The same suite with another blind block, or more shelves.
function variant(t, change) {
    const folder = mkdtempSync(join(tmpdir(), 'greenroom-guest-suite-'));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    const file = join(folder, 'variant.greenroom.yaml');
    writeFileSync(file, change(readFileSync(suite, 'utf8')));
    return file;
}

const focused = (page) => page.evaluate(() => document.activeElement.textContent.trim() || document.activeElement.getAttribute('aria-label'));
const fits = (page) => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
const tooSmall = (page) => page.locator('button').evaluateAll((all) => all.map((one) => one.getBoundingClientRect())
    .filter(({ width, height }) => width < 44 || height < 44).length);

test('for everybody', async (t) => {
    const browser = await openBrowser();
    t.after(() => browser.close());

    await t.test('keyboard only: start, stop, start again', async (t) => {
        const { host, service } = await scene(t);
        const page = await openGuest(browser, host.link);
        await heading(page, 'Ready when you are.').waitFor();
        assert.equal(await focused(page), 'Start');
        const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
        assert.equal(outline, 'solid');
        await page.keyboard.press('Enter');
        await service.until(4);
        service.letGo(1);
        await heading(page, '1 of 20 finished').waitFor();
        await page.keyboard.press('Tab');
        assert.equal(await focused(page), 'Stop');
        await page.keyboard.press('Space');
        await heading(page, 'Stopped after 1 of 20').waitFor();
        assert.equal(await focused(page), 'Stopped after 1 of 20');
        await page.keyboard.press('Shift+Tab');
        assert.equal(await focused(page), 'Use dark colours');
        await page.keyboard.press('Enter');
        assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
        await page.reload();
        await heading(page, 'Stopped after 1 of 20').waitFor();
        assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
    });

    await t.test('a screen reader hears little, and the end at once', async (t) => {
        const { host, service } = await scene(t);
        const page = await openGuest(browser, host.link);
        await page.evaluate(() => {
            window.heard = [];
            for (const kind of ['polite', 'assertive']) {
                new MutationObserver(() => heard.push({ kind, at: performance.now(), text: document.querySelector(`[aria-live=${kind}]`).textContent }))
                    .observe(document.querySelector(`[aria-live=${kind}]`), { characterData: true, childList: true, subtree: true });
            }
        });
        await button(page, 'Start').click();
        for (let gone = 0; gone < 19; ++gone) {
            await service.until(1);
            service.letGo(1);
            await new Promise((resolve) => setTimeout(resolve, 400));
        }
        service.openUp();
        await heading(page, 'Finished with 1 problem').waitFor();
        await seen(page, () => heard.some(({ kind }) => kind === 'assertive'));
        const heard = await page.evaluate(() => window.heard);
        const polite = heard.filter(({ kind }) => kind === 'polite');
        assert.ok(polite.length >= 1 && polite.length <= 3, `${polite.length} sentences`);
        polite.forEach(({ text }) => assert.match(text, /^\d+ of 20 finished(, 1 problem)?$/));
        polite.slice(1).forEach(({ at }, index) => assert.ok(at - polite[index].at > 4900));
        assert.deepEqual(heard.filter(({ kind }) => kind === 'assertive').map(({ text }) => text), ['Finished with 1 problem.']);
        assert.equal(await page.getByRole('listitem').filter({ hasText: /^Check \d+, passed/ }).count(), 19);
    });

    await t.test('phones: everything fits and can be touched', async (t) => {
        const { host, service } = await scene(t);
        for (const [name, size] of [['phone', sizes.phone], ['narrow', sizes.narrow]]) {
            const page = await openGuest(browser, host.link, { size, hasTouch: true, isMobile: true });
            const check = async (state) => {
                assert.ok(await fits(page), `${state} is too wide at ${size.width}`);
                assert.equal(await tooSmall(page), 0, state);
                await shoot(page, `${name}-${state}`);
            };
            await heading(page, 'Ready when you are.').waitFor();
            await check('idle');
            await button(page, 'Start').tap();
            await service.until(4);
            await service.letGoAsTheyCome(9);
            await heading(page, '9 of 20 finished').waitFor();
            const stop = await button(page, 'Stop').boundingBox();
            assert.ok(stop.y > size.height * 0.6, 'Stop is within reach of a thumb');
            await check('running');
            service.openUp();
            await heading(page, /^(Finished|All 20)/).waitFor();
            await check('finished');
            service.free = false;
        }
    });

    for (const [name, options, theme, background] of [
        ['dark', { colorScheme: 'dark' }, 'dark', 'rgb(21, 22, 26)'],
        ['light', { colorScheme: 'light' }, 'light', 'rgb(241, 242, 245)'],
        ['high contrast', { contrast: 'more' }, 'hc', 'rgb(0, 0, 0)'],
    ]) {
        await t.test(`follows the system: ${name}`, async (t) => {
            const { host, service } = await scene(t);
            const page = await openGuest(browser, host.link, options);
            await button(page, 'Start').click();
            await service.until(4);
            await service.letGoAsTheyCome(6);
            await heading(page, '6 of 20 finished').waitFor();
            assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), theme);
            assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor), background);
            await shoot(page, `theme-${theme}`);
            service.openUp();
            await heading(page, 'Finished with 1 problem').waitFor();
            await shoot(page, `theme-${theme}-finished`);
        });
    }

    await t.test('little motion: the running mark steps, nothing fades', async (t) => {
        const { host, service } = await scene(t);
        const motion = async (reducedMotion) => {
            const page = await openGuest(browser, host.link, { reducedMotion });
            if (reducedMotion === 'no-preference')
                await button(page, 'Start').click();
            await seen(page, () => document.querySelector('.cell.running svg'));
            return page.evaluate(() => ({
                mark: getComputedStyle(document.querySelector('.cell.running svg')).animationTimingFunction,
                fade: getComputedStyle(document.querySelector('main')).transitionDuration,
            }));
        };
        assert.deepEqual(await motion('no-preference'), { mark: 'linear', fade: '0.14s' });
        assert.match((await motion('reduce')).mark, /^steps\(4/);
        assert.equal((await motion('reduce')).fade, '0s');
        service.openUp();
    });

    await t.test('above 200 checks the cells become bars of counts', async (t) => {
        const shelves = Array.from({ length: 250 }, (unused, index) => `      - { shelf: ${index + 1} }\n`).join('');
        const { host, service } = await scene(t, { file: variant(t, (text) => text.replace(/( {6}- \{ shelf: \d+ \}\n)+/, shelves)) });
        const page = await openGuest(browser, host.link);
        await button(page, 'Start').click();
        await service.letGoAsTheyCome(60);
        await heading(page, '60 of 250 finished').waitFor();
        assert.equal(await page.locator('.cell').count(), 0);
        assert.equal(await page.locator('.bars li').count(), 4);
        await shoot(page, 'many-running');
        service.openUp();
        await heading(page, 'Finished with 1 problem').waitFor();
        await shoot(page, 'many-finished');
    });

    await t.test('a tab in the background does not draw, and catches up', async (t) => {
        const { host, service } = await scene(t);
        const page = await openGuest(browser, host.link);
        await button(page, 'Start').click();
        await service.until(4);
        service.letGo(1);
        await heading(page, '1 of 20 finished').waitFor();
        // A browser gives no pictures to a tab that is not seen.
        await page.evaluate(() => {
            window.pictures = [];
            window.changes = 0;
            window.requestAnimationFrame = (draw) => pictures.push(draw);
            new MutationObserver((all) => { changes += all.length; }).observe(document.querySelector('main'), { subtree: true, childList: true, characterData: true, attributes: true });
        });
        service.letGo(3);
        await seen(page, () => document.title === '(4/20) Shop health check');
        assert.equal(await page.evaluate(() => changes), 0);
        assert.equal(await page.evaluate(() => pictures.length), 1);
        await page.evaluate(() => { pictures.splice(0).forEach((draw) => draw()); });
        await heading(page, '4 of 20 finished').waitFor();
        service.openUp();
    });

    for (const [name, blind, running, finished] of [
        ['a total that is hidden', (text) => text.replace('total: shown', 'total: hidden'), /^3 finished$/, 'Finished with 1 problem'],
        ['a total that grows', (text) => text.replace('total: shown', 'total: growing'), /^3 of 20 so far$/, 'Finished with 1 problem'],
        ['no states', (text) => text.replace('show: [status, elapsed, progress]', 'show: [progress]'), /^3 of 20 finished$/, 'Finished with problems'],
    ]) {
        await t.test(`shows what the suite allows: ${name}`, async (t) => {
            const { host, service } = await scene(t, { file: variant(t, blind) });
            const page = await openGuest(browser, host.link);
            await button(page, 'Start').click();
            await service.until(4);
            service.letGo(3);
            await service.until(4);
            await heading(page, running).waitFor();
            await shoot(page, `blind-${name.replaceAll(' ', '-')}`);
            service.openUp();
            await heading(page, finished).waitFor();
            await shoot(page, `blind-${name.replaceAll(' ', '-')}-finished`);
            assert.deepEqual(page.complaints, []);
        });
    }
});
