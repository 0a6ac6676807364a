-- The log. Migrations of these tables keep every byte; the others are recomputed.
CREATE TABLE seat(
  n   INTEGER PRIMARY KEY,   -- order of enrolment in this workspace, from 1: the founder
  id  TEXT NOT NULL UNIQUE,  -- as the log names it
  key BLOB NOT NULL          -- Ed25519 public key; the log says it too, in the record that enrols the seat
) STRICT;
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
-- What this laptop knows of itself and no log tells: "renewed", the seats left out before the data key was drawn.
CREATE TABLE keep(
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID, STRICT;
-- Records that did not prove, with what is left of them (body NULL: nothing), so that the rest stays usable.
CREATE TABLE aside(
  id   INTEGER PRIMARY KEY,  -- the number it had in the order of arrival; below 1 where that is not known
  seat TEXT NOT NULL,
  seq  INTEGER NOT NULL,
  prev BLOB,
  hash BLOB,
  sig  BLOB,
  body BLOB,
  why  TEXT NOT NULL         -- a code of journal.Fault, or "lost"
) STRICT;
