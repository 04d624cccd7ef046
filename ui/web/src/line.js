// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The one line to the host: a WebSocket that comes back by itself. A line that is cut without a word is noticed by
// silence: the host answers “alive” at once.

const aliveEveryMs = 5000;
const waits = [1, 2, 3, 5];           // seconds before the tries after a cut; the last one again and again
const goneAfterMs = 60_000;           // then the host counts as gone; it is still looked for, less often
const goneWaitSeconds = 30;

export class Line {
    constructor(url, { onOpen, onMessage, onChange }) {
        this.url = url;
        this.onOpen = onOpen;
        this.onMessage = onMessage;
        this.onChange = onChange;
        this.state = 'connecting';    // connecting, live, lost, gone, closed
        this.retryAt = 0;
        this.tries = 0;
        this.wasLive = false;
    }

    open() {
        clearTimeout(this.timer);
        this.retryAt = 0;
        this.drop();
        const socket = new WebSocket(this.url);
        this.socket = socket;
        socket.onopen = () => this.opened(socket);
        socket.onmessage = (event) => this.received(socket, event.data);
        socket.onclose = () => this.cut(socket);
        // A host that takes the call and says nothing is no host.
        this.timer = setTimeout(() => this.cut(socket), aliveEveryMs);
        this.onChange();
    }

    // By hand: at once, and again as patient as at first.
    retry() {
        this.tries = 0;
        this.lostAt = performance.now();
        this.open();
    }

    close() {
        this.drop();
        clearTimeout(this.timer);
        this.set('closed');
    }

    send(message) {
        if (this.socket?.readyState === WebSocket.OPEN)
            this.socket.send(JSON.stringify(message));
    }

    opened(socket) {
        if (socket !== this.socket)
            return;
        this.onOpen();
        this.heard = true;
        this.timer = this.watchOver();
    }

    watchOver() {
        clearTimeout(this.timer);
        return setTimeout(() => {
            if (!this.heard) {
                this.cut(this.socket);
                return;
            }
            this.heard = false;
            this.send({ action: 'alive' });
            this.timer = this.watchOver();
        }, aliveEveryMs);
    }

    received(socket, text) {
        if (socket !== this.socket)
            return;
        this.heard = true;
        this.tries = 0;
        this.wasLive = true;
        this.set('live');
        this.onMessage(JSON.parse(text));
    }

    cut(socket) {
        if (socket !== this.socket)
            return;
        this.drop();
        clearTimeout(this.timer);
        if (this.state === 'live' || this.lostAt === undefined)
            this.lostAt = performance.now();
        // A host never reached is gone at the second try already.
        const gone = performance.now() - this.lostAt > goneAfterMs || (!this.wasLive && this.tries > 0);
        const wait = gone ? goneWaitSeconds : waits[Math.min(this.tries, waits.length - 1)];
        this.tries += 1;
        this.retryAt = performance.now() + wait * 1000;
        this.timer = setTimeout(() => this.open(), wait * 1000);
        this.set(gone ? 'gone' : this.wasLive ? 'lost' : 'connecting');
    }

    drop() {
        const socket = this.socket;
        this.socket = undefined;
        if (socket)
            socket.onopen = socket.onmessage = socket.onclose = null;
        socket?.close();
    }

    set(state) {
        this.state = state;
        this.onChange();
    }

    secondsToRetry(now) {
        return Math.max(0, Math.ceil((this.retryAt - now) / 1000));
    }
}
