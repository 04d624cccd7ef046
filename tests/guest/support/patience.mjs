// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Waits for a condition, not for ever: a test that hangs tells nobody what it was waiting for.

const patienceMs = 20_000;

export async function until(condition, what) {
    const end = performance.now() + patienceMs;
    while (!condition()) {
        if (performance.now() > end)
            throw new Error(`waited in vain for ${what()}`);
        await new Promise((resolve) => setTimeout(resolve, 10));
    }
}
