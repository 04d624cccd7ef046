// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The page both sides check: twenty offers, 2.4 kB, from memory.
'use strict';
const http = require('http');

const offers = Array.from({ length: 20 }, (_, i) =>
    `<article class="offer"><a class="title" href="/offer/${i}">Offer ${i}</a><span class="price">${i + 1}.50 EUR</span></article>`);
const page = `<!doctype html>\n<html lang="en"><head><title>Shop</title></head><body><h1>Offers</h1>\n${offers.join('\n')}\n</body></html>\n`;
const server = http.createServer((request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Content-Length': Buffer.byteLength(page) });
    response.end(page);
});
server.keepAliveTimeout = 60000;
server.listen(Number(process.argv[2] || 0), '127.0.0.1', () => console.log(`ready ${server.address().port}`));
