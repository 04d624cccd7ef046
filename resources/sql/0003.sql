-- Events lie in batches: those of one run, or of none, that were written together, for a row each is dear.
-- id is launch * 2^40 + the sequence of its first event. `run` is also that of what its clients saw.
-- Traffic and logs are kept apart from what a run's tree and reports are made of, which stays longer.
-- `events` is a JSON array in UTF-8, an event a line: {"seq":1,"at":1701245041796,"kind":"…",…}; what says nothing is left out.
CREATE TABLE batches (
    id      INTEGER PRIMARY KEY,
    run     TEXT,
    traffic INTEGER NOT NULL,
    count   INTEGER NOT NULL,
    first   INTEGER NOT NULL,
    last    INTEGER NOT NULL,
    events  BLOB NOT NULL
);
CREATE TEMP TABLE clients (connection TEXT PRIMARY KEY, run TEXT NOT NULL);
INSERT OR IGNORE INTO clients SELECT connection, run FROM events WHERE run IS NOT NULL AND connection IS NOT NULL AND kind = 'connection.opened';
INSERT INTO batches
    SELECT (launch << 40) + sequence, COALESCE(events.run, clients.run),
           kind NOT GLOB 'run.*' AND kind NOT IN ('test.found', 'test.started', 'test.finished', 'step.finished'),
           1, at, at,
           CAST('[{"seq":' || sequence || ',"at":' || at || ',"kind":"' || kind || '"'
                || CASE WHEN length(payload) > 2 THEN ',' ELSE '' END || substr(CAST(payload AS TEXT), 2) || ']' AS BLOB)
    FROM events LEFT JOIN clients ON clients.connection = events.connection ORDER BY launch, sequence;
DROP TABLE clients;
DROP TABLE events;
CREATE INDEX batches_run ON batches (run) WHERE run IS NOT NULL;
-- For whoever looks into the file: a row an event, as slow as it is handy.
CREATE VIEW events AS
    SELECT batches.id >> 40 AS launch, json_extract(one.value, '$.seq') AS sequence, json_extract(one.value, '$.at') AS at,
           json_extract(one.value, '$.kind') AS kind, run, json_extract(one.value, '$.connectionId') AS connection,
           CAST(one.value AS BLOB) AS payload
    FROM batches, json_each(CAST(batches.events AS TEXT)) AS one;
