// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The guests' browser: Debian's Chromium without a window.

import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const { chromium } = createRequire(join(process.env.GREENROOM_NPM, 'package.json'))('playwright-core');

export async function openBrowser() {
    return chromium.launch({ executablePath: process.env.GREENROOM_CHROMIUM, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}

export const sizes = {
    desktop: { width: 1440, height: 900 },
    phone: { width: 390, height: 844 },
    narrow: { width: 360, height: 740 },
};

// A guest of its own: nothing shared with others. What the page complains about is in page.complaints.
export async function openGuest(browser, link, { size = sizes.desktop, ...options } = {}) {
    const context = await browser.newContext({ viewport: size, ...options });
    const page = await context.newPage();
    page.complaints = [];
    page.on('console', (message) => ['error', 'warning'].includes(message.type()) && page.complaints.push(message.text()));
    page.on('pageerror', (error) => page.complaints.push(String(error)));
    await page.goto(link);
    return page;
}

// For the eye, where GREENROOM_SHOTS names a folder.
export async function shoot(page, name) {
    const folder = process.env.GREENROOM_SHOTS;
    if (!folder)
        return;
    mkdirSync(folder, { recursive: true });
    await page.screenshot({ path: join(folder, `${name}.png`) });
}

export const heading = (page, text) => page.getByRole('heading', { level: 2, name: text });
export const button = (page, name) => page.getByRole('button', { name, exact: true });

// Waits until the condition on the page's document holds.
export async function seen(page, condition, argument) {
    await page.waitForFunction(condition, argument, { timeout: 20_000 });
}
