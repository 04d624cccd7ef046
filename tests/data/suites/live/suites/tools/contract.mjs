// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
const tell = result => console.log(JSON.stringify(result));

console.log('checking the contract');
tell({ event: 'start', name: 'routes' });
tell({ event: 'pass', name: 'routes', ms: 3 });
tell({ event: 'pass', name: 'close codes', ms: 1 });
tell({ event: 'skip', name: 'signed requests', message: 'not deployed' });
