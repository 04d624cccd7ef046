// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What a screen reader is told: at most one polite sentence in five seconds, and the end at once.

const everyMs = 5000;

export class Announcer {
    constructor(sayPolitely, sayAtOnce) {
        this.sayPolitely = sayPolitely;
        this.sayAtOnce = sayAtOnce;
        this.last = -everyMs;
    }

    progress(sentence) {
        this.next = sentence;
        if (this.timer)
            return;
        const wait = Math.max(0, this.last + everyMs - performance.now());
        this.timer = setTimeout(() => {
            this.timer = undefined;
            this.last = performance.now();
            this.sayPolitely(this.next);
        }, wait);
    }

    end(sentence) {
        clearTimeout(this.timer);
        this.timer = undefined;
        this.sayAtOnce(sentence);
    }
}
