// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Runs one file of tests; 77 (skipped) where the system has no browser to offer.

import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const file = process.argv[2];
const wantsBrowser = readFileSync(file, 'utf8').includes('browser.mjs');
if (wantsBrowser && !process.env.GREENROOM_CHROMIUM) {
    const system = readFileSync('/etc/os-release', 'utf8');
    if (/^ID=ubuntu$/m.test(system)) {
        console.log('skipped: not packaged (Ubuntu has Chromium as a snap only)');
        process.exit(77);
    }
    console.error('There is no Chromium here. packaging/test installs it.');
    process.exit(1);
}
await import(pathToFileURL(file));
