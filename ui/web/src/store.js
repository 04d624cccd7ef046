// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The page's one store: folds what comes over the line, and shows it at most once a picture. A tab in the
// background gets no pictures, so it does not draw; its title goes on.

import { reactive } from 'vue';

import { Announcer } from './announcer.js';
import { countsOf, emptyRun, finalStates, fold, isOver } from './fold.js';
import { Line } from './line.js';
import { openMemory } from './memory.js';
import { progressSentence, verdictOf } from './words.js';

const stillPreparingMs = 5000;
export const mostCells = 200;    // beyond, bars of counts
const greetingWaitMs = 400;     // before that, an empty page is not worth a word

const memory = openMemory();
const now = () => performance.now();
const openedAt = now();

// Plain values, changed as records come; `view` is their copy for the screen.
let about = { title: '', label: 'Check {n}', show: [], total: 'shown', takes: 0, going: false };
let run = null;
let mine = false;
let begun = '';                 // a run that waited and was told to have begun
let refused = false;
let starting = false;           // pressed, and not answered yet
let startedAt = 0;
let busyUntil = 0;
let againAt = 0;
let elapsedAt = 0;              // when run.elapsed was said
let ended = '';                 // the run whose end was announced
let greeted = false;

export const view = reactive({
    phase: 'connecting', line: 'connecting', retryIn: 0, title: '', label: '', takes: 0, going: false, mine: false, again: 0,
    busy: 0, stillPreparing: false, slowGreeting: false, run: null, counts: null, finished: 0, elapsed: 0, showsStates: true, showsTime: true,
    growing: false, polite: '', assertive: '',
});

const announcer = new Announcer((sentence) => { view.polite = sentence; }, (sentence) => { view.assertive = sentence; });
const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
const line = new Line(`${scheme}//${location.host}/guest/feed`, { onOpen: greet, onMessage: take, onChange: draw });

function greet() {
    line.send({ action: 'watch', token: memory.token, guest: memory.name, run: memory.run, after: run?.id === memory.run ? run.seq : 0 });
}

function take(message) {
    if (message.about)
        takeAbout(message.about);
    else if (message.seq)
        takeRecord(message);
    draw();
}

function takeAbout(told) {
    greeted = true;
    const { run: id, mine: isMine, again, elapsed, begun: began, ...rest } = told;
    about = { ...about, ...rest };
    if (again !== undefined)
        againAt = now() + again * 1000;
    if (began)
        begun = began;
    if (id !== undefined)
        watchRun(id, isMine);
    if (elapsed !== undefined && run && !isOver(run))
        setElapsed(elapsed);
}

function watchRun(id, isMine) {
    starting = false;
    busyUntil = 0;
    if (run?.id !== id)
        run = id ? emptyRun(id) : null;
    mine = Boolean(isMine);
    memory.run = id;
}

function setElapsed(seconds) {
    run.elapsed = Math.max(run.elapsed, seconds);
    elapsedAt = now();
}

function takeRecord(record) {
    if (!record.run) {
        takeAnswer(record);
        return;
    }
    if (record.run !== run?.id)
        return;
    const before = run.elapsed;
    if (fold(run, record) === 'gap')
        line.send({ action: 'resume', run: run.id, after: run.seq });
    if (run.elapsed > before)
        elapsedAt = now();
    document.title = tabTitle();
    announce();
}

// Records of no run: the link is not valid, or there were too many starts.
function takeAnswer(record) {
    starting = false;
    if (record.kind === 'busy')
        busyUntil = now() + record.total * 1000;
    if (record.kind === 'refused') {
        refused = true;
        memory.run = '';
        line.close();
    }
}

function announce() {
    const said = snapshot();
    if (isOver(run) && ended !== run.id) {
        ended = run.id;
        announcer.end(`${verdictOf(said)}.`);
    } else if (run.kind === 'running' && finishedCount(said.counts) > 0) {
        announcer.progress(progressSentence(said));
    }
}

function finishedCount(counts) {
    return about.show.includes('status') ? finalStates.reduce((sum, state) => sum + counts[state], 0) : run.done;
}

function phaseNow() {
    if (refused)
        return 'refused';
    if (line.state === 'gone')
        return 'gone';
    if (!greeted)
        return 'connecting';
    if (busyUntil > now())
        return 'busy';
    if (starting)
        return 'starting';
    if (!run)
        return 'idle';
    if (run.kind === 'waiting')
        return begun === run.id ? 'starting' : 'waiting';
    return run.kind === 'accepted' ? 'starting' : run.kind;
}

// In the order of their numbers; too many to draw are not worth sorting.
function cellsOf(run) {
    return Math.max(run.total, run.checks.size) > mostCells ? [] : [...run.checks].sort(([one], [other]) => one - other);
}

function snapshot() {
    const counts = run ? countsOf(run) : null;
    return {
        run: run && { ...run, checks: cellsOf(run) },
        counts,
        finished: run ? finishedCount(counts) : 0,
        showsStates: about.show.includes('status'),
        showsTime: about.show.includes('elapsed'),
    };
}

function tabTitle() {
    const title = about.title || 'Greenroom';
    const phase = phaseNow();
    if (phase === 'running')
        return `(${finishedCount(countsOf(run))}${run.total ? `/${run.total}` : ''}) ${title}`;
    return phase === 'finished' || phase === 'stopped' ? `${verdictOf(snapshot())}: ${title}` : title;
}

function tabIcon(phase) {
    if (phase === 'finished')
        return `icon-${run.verdict === 'passed' ? 'passed' : 'problem'}`;
    return phase === 'running' || phase === 'starting' ? 'icon-running' : phase === 'stopped' ? 'icon-stopped' : 'icon';
}

let drawing = false;
function draw() {
    if (drawing)
        return;
    drawing = true;
    requestAnimationFrame(() => {
        drawing = false;
        show();
    });
}

function show() {
    const phase = phaseNow();
    if (phase === 'starting' && view.phase !== 'starting')
        startedAt = now();
    const since = line.state === 'live' && run?.kind === 'running' ? (now() - elapsedAt) / 1000 : 0;
    Object.assign(view, snapshot(), {
        phase,
        line: line.state,
        retryIn: line.secondsToRetry(now()),
        title: about.title,
        label: about.label,
        takes: about.takes,
        growing: about.total === 'growing' && phase === 'running',
        going: about.going,
        mine,
        again: Math.max(0, Math.ceil((againAt - now()) / 1000)),
        busy: Math.max(0, Math.ceil((busyUntil - now()) / 1000)),
        stillPreparing: phase === 'starting' && now() - startedAt > stillPreparingMs,
        slowGreeting: phase === 'connecting' && now() - openedAt > greetingWaitMs,
        elapsed: run ? run.elapsed + since : 0,
    });
    document.title = tabTitle();
    const icon = `/guest/${tabIcon(phase)}.svg`;
    const link = document.querySelector('link[rel=icon]');
    if (link.getAttribute('href') !== icon)
        link.setAttribute('href', icon);
}

// --- what a guest can do ---

export function start() {
    starting = true;
    line.send({ action: 'start' });
    draw();
}

export function stop() {
    line.send({ action: 'stop', run: run.id });
}

// The run somebody else started, for those who were idle when it began.
export function watchOther() {
    line.send({ action: 'resume', after: 0 });
}

export function retry() {
    line.retry();
}

export function openStore() {
    // Clocks and countdowns.
    setInterval(draw, 250);
    // What a sleeping device missed is asked for at once, not after the next silence.
    document.addEventListener('visibilitychange', () => {
        if (!document.hidden && (line.state === 'lost' || line.state === 'gone'))
            line.retry();
    });
    addEventListener('online', () => line.state !== 'live' && !refused && line.retry());
    line.open();
}
