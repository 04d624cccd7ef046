-- One run may hold several suite files: each result says of which.
ALTER TABLE results ADD COLUMN file TEXT NOT NULL DEFAULT '';
CREATE INDEX results_file ON results (file, at);
