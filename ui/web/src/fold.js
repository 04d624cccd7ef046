// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// A run is a fold over its numbered records (ux.md §5): each counts once, in order, whatever line it came over.

export const finalStates = ['passed', 'problem', 'skipped', 'stopped'];
export const openStates = ['running', 'waiting', 'seen'];

export function emptyRun(id) {
    return {
        id,
        seq: 0,             // the last record folded
        kind: 'accepted',   // accepted, waiting, running, finished, stopped, refused
        place: 0,           // in the queue
        checks: new Map(),  // number → state; “seen” where states are not shown
        done: 0,
        total: 0,           // 0: not known or not told
        elapsed: 0,
        receipt: '',
        verdict: '',        // passed or problem
    };
}

const folds = {
    accepted() {},
    waiting(run, record) {
        run.kind = 'waiting';
        run.place = record.total;
    },
    check(run, record) {
        run.kind = 'running';
        run.checks.set(record.check, record.state ?? 'seen');
        run.done = record.done ?? run.done;
        run.total = record.total ?? run.total;
    },
    progress(run) {
        run.kind = 'running';
    },
    finished(run, record) {
        run.kind = 'finished';
        run.verdict = record.state;
        run.receipt = record.receipt ?? '';
        run.done = record.done ?? run.done;
        run.total = record.total ?? run.total;
    },
    stopped(run, record) {
        run.kind = 'stopped';
        run.done = record.done ?? run.done;
        run.total = record.total ?? run.total;
    },
    refused(run) {
        run.kind = 'refused';
    },
};

// “folded”, “known” (it was folded before), or “gap”: one is missing in between.
export function fold(run, record) {
    if (record.seq <= run.seq)
        return 'known';
    if (record.seq > run.seq + 1)
        return 'gap';
    run.seq = record.seq;
    run.elapsed = Math.max(run.elapsed, record.elapsed ?? 0);
    folds[record.kind]?.(run, record);
    return 'folded';
}

export function isOver(run) {
    return ['finished', 'stopped', 'refused'].includes(run.kind);
}

// How many checks are in each state; the ones not heard of wait.
export function countsOf(run) {
    const counts = { passed: 0, problem: 0, skipped: 0, stopped: 0, running: 0, seen: 0, waiting: 0 };
    for (const state of run.checks.values())
        counts[state] += 1;
    counts.waiting = Math.max(0, run.total - run.checks.size);
    return counts;
}
