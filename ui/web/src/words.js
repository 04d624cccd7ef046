// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Every sentence of the page.

export function clock(seconds) {
    const whole = Math.max(0, Math.floor(seconds));
    return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

// “40 s”, “2 min”: rounded as one would say it.
function span(seconds) {
    if (seconds < 10)
        return `${Math.max(1, Math.round(seconds))} s`;
    if (seconds < 90)
        return `${Math.round(seconds / 5) * 5} s`;
    return `${Math.round(seconds / 60)} min`;
}

export function usualLength(seconds) {
    return seconds > 0 ? `Takes about ${span(seconds)}.` : '';
}

export const promise = 'You will see progress, not the contents of the checks.';

export function problems(count) {
    return count === 1 ? '1 problem' : `${count} problems`;
}

const stateWords = {
    passed: 'passed', problem: 'problem', skipped: 'skipped', stopped: 'stopped', running: 'running', waiting: 'waiting',
    seen: 'in progress',
};

export function stateWord(state, count = 1) {
    return state === 'problem' && count !== 1 ? 'problems' : stateWords[state];
}

// “11 of 20 finished”, “11 of 23 so far”, “11 finished”
export function ofTotal(total, growing) {
    if (!total)
        return 'finished';
    return growing ? `of ${total} so far` : `of ${total} finished`;
}

export function verdictOf(view) {
    const { run, counts, showsStates } = view;
    if (run.kind === 'stopped')
        return run.total ? `Stopped after ${run.done} of ${run.total}` : run.done ? `Stopped after ${run.done}` : 'Stopped';
    if (run.kind === 'refused')
        return 'The checks could not be started.';
    if (run.verdict === 'passed')
        return showsStates && counts.passed > 1 && counts.passed === run.total ? `All ${run.total} passed` : 'Finished without problems';
    return showsStates && counts.problem > 0 ? `Finished with ${problems(counts.problem)}` : 'Finished with problems';
}

export function detailsOf(view) {
    const { run, counts, showsStates, showsTime } = view;
    if (run.kind === 'refused')
        return 'Please tell the team.';
    const parts = [];
    if (showsStates && run.total && !(run.verdict === 'passed' && counts.passed === run.total && run.kind === 'finished')) {
        parts.push(`${counts.passed} of ${run.total} ${run.total === 1 ? 'check' : 'checks'} passed${
            counts.skipped ? `, ${counts.skipped} skipped` : ''}.`);
    }
    if (showsTime && run.elapsed > 0)
        parts.push(`It took ${run.elapsed < 1 ? 'less than a second' : clock(run.elapsed)}.`);
    return parts.join(' ');
}

export function progressSentence(view) {
    const { run, counts, finished, showsStates } = view;
    const done = run.total ? `${finished} of ${run.total} finished` : `${finished} finished`;
    return showsStates && counts.problem ? `${done}, ${problems(counts.problem)}` : done;
}
