-- The log. Migrations of these two tables keep every byte; the others are recomputed.
CREATE TABLE seat(
  id  TEXT PRIMARY KEY,
  key BLOB NOT NULL
) WITHOUT ROWID, STRICT;
CREATE TABLE record(
  id   INTEGER PRIMARY KEY,  -- order of arrival in this workspace, from 1 without a gap
  seat TEXT NOT NULL,
  seq  INTEGER NOT NULL,
  prev BLOB NOT NULL,
  hash BLOB NOT NULL,
  sig  BLOB NOT NULL,
  body BLOB NOT NULL,
  UNIQUE(seat, seq)
) STRICT;
