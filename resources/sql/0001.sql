-- One launch is one process that recorded; its id is the first half of every event's key.
CREATE TABLE launches (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    started   INTEGER NOT NULL,
    pid       INTEGER NOT NULL,
    closed    INTEGER NOT NULL DEFAULT 0
);
-- Facts, as they were recorded. `payload` is the event's JSON in UTF-8, without seq, at and kind. What says nothing is left out.
CREATE TABLE events (
    launch     INTEGER NOT NULL,
    sequence   INTEGER NOT NULL,
    at         INTEGER NOT NULL,
    kind       TEXT NOT NULL,
    run        TEXT,
    connection TEXT,
    payload    BLOB NOT NULL,
    PRIMARY KEY (launch, sequence)
) WITHOUT ROWID;
CREATE INDEX events_run ON events (run) WHERE run IS NOT NULL;
CREATE INDEX events_connection ON events (connection) WHERE connection IS NOT NULL;
-- A fold over each run's events, ready for the history list.
CREATE TABLE runs (
    run       TEXT PRIMARY KEY,
    launch    INTEGER NOT NULL,
    number    INTEGER NOT NULL,
    suite     TEXT NOT NULL,
    name      TEXT NOT NULL,
    file      TEXT NOT NULL,
    profile   TEXT NOT NULL,
    startedby TEXT NOT NULL,
    state     TEXT NOT NULL,
    sentence  TEXT NOT NULL DEFAULT '',
    receipt   TEXT NOT NULL DEFAULT '',
    counts    TEXT NOT NULL DEFAULT '{}',
    started   INTEGER NOT NULL,
    duration  REAL NOT NULL DEFAULT 0,
    total     INTEGER NOT NULL DEFAULT 0,
    done      INTEGER NOT NULL DEFAULT 0
);
-- The final outcome of each test in each run: the history strip.
CREATE TABLE results (
    suite    TEXT NOT NULL,
    test     TEXT NOT NULL,
    run      TEXT NOT NULL,
    at       INTEGER NOT NULL,
    state    TEXT NOT NULL,
    duration REAL NOT NULL,
    reason   TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (suite, test, run)
) WITHOUT ROWID;
