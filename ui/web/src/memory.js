// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What survives a reload of this tab: the token of the link, who we are, which run we watch. No cookies.

const prefix = 'greenroom.guest.';

function read(name) {
    return sessionStorage.getItem(prefix + name) ?? '';
}

function write(name, value) {
    if (value)
        sessionStorage.setItem(prefix + name, value);
    else
        sessionStorage.removeItem(prefix + name);
}

function newName() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

// The token comes in the fragment, which no server sees, and does not stay in the address bar.
function takeToken() {
    const token = location.hash.slice(1);
    if (!token)
        return;
    if (token !== read('token'))
        write('run', '');
    write('token', token);
    history.replaceState(null, '', location.pathname);
}

export function openMemory() {
    takeToken();
    if (!read('name'))
        write('name', newName());
    return {
        token: read('token'),
        name: read('name'),
        get run() { return read('run'); },
        set run(id) { write('run', id); },
    };
}
