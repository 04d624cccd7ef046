// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The page's fold of a run's records, without a page.

import assert from 'node:assert/strict';
import test from 'node:test';

import { countsOf, emptyRun, fold, isOver } from '../../ui/web/src/fold.js';

const records = [
    { seq: 1, kind: 'accepted', run: 'run-1' },
    { seq: 2, kind: 'check', run: 'run-1', check: 3, state: 'running', elapsed: 0, done: 0, total: 3 },
    { seq: 3, kind: 'check', run: 'run-1', check: 1, state: 'running', elapsed: 0.1, done: 0, total: 3 },
    { seq: 4, kind: 'check', run: 'run-1', check: 3, state: 'problem', elapsed: 0.4, done: 1, total: 3 },
    { seq: 5, kind: 'progress', run: 'run-1', done: 0.33 },
    { seq: 6, kind: 'check', run: 'run-1', check: 1, state: 'passed', elapsed: 0.5, done: 2, total: 3 },
    { seq: 7, kind: 'progress', run: 'run-1', done: 0.67 },
];

function folded(list) {
    const run = emptyRun('run-1');
    return { run, said: list.map((record) => fold(run, record)) };
}

test('records count once, in order', () => {
    const { run, said } = folded(records);
    assert.deepEqual(new Set(said), new Set(['folded']));
    assert.deepEqual(countsOf(run), { passed: 1, problem: 1, skipped: 0, stopped: 0, running: 0, seen: 0, waiting: 1 });
    assert.equal(run.elapsed, 0.5);
    assert.equal(run.done, 2);
});

test('what was folded before changes nothing', () => {
    const { run } = folded([...records, ...records]);
    assert.deepEqual(run, folded(records).run);
});

test('a missing one is noticed and nothing behind it is folded', () => {
    const { run, said } = folded([...records.slice(0, 3), ...records.slice(4)]);
    assert.equal(said[3], 'gap');
    assert.equal(run.seq, 3);
});

test('progress is a part of the whole, never a number of checks', () => {
    assert.equal(folded(records.slice(0, 5)).run.done, 1);
});

for (const [name, record, kind, over] of [
    ['waiting', { kind: 'waiting', total: 2 }, 'waiting', false],
    ['finished', { kind: 'finished', state: 'problem', receipt: '7F3K-92', done: 3, total: 3 }, 'finished', true],
    ['stopped', { kind: 'stopped', state: 'passed', done: 1, total: 3 }, 'stopped', true],
    ['refused', { kind: 'refused' }, 'refused', true],
]) {
    test(`a run is ${name}`, () => {
        const { run } = folded([records[0], { seq: 2, run: 'run-1', ...record }]);
        assert.equal(run.kind, kind);
        assert.equal(isOver(run), over);
    });
}

test('where states are not shown a check is only seen', () => {
    const { run } = folded([records[0], { seq: 2, kind: 'check', run: 'run-1', check: 2, total: 2 }]);
    assert.equal(countsOf(run).seen, 1);
    assert.equal(countsOf(run).waiting, 1);
});
