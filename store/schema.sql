-- The log. Migrations of these tables keep every byte; the others are recomputed.
CREATE TABLE IF NOT EXISTS seat(
  n   INTEGER PRIMARY KEY,   -- order of enrolment in this workspace, from 1: the founder
  id  TEXT NOT NULL UNIQUE,  -- as the log names it
  key BLOB NOT NULL          -- Ed25519 public key; the log says it too, in the record that enrols the seat
) STRICT;
CREATE TABLE IF NOT EXISTS record(
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
CREATE TABLE IF NOT EXISTS keep(
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID, STRICT;
-- Records that did not prove, with what is left of them (body NULL: nothing), so that the rest stays usable.
CREATE TABLE IF NOT EXISTS aside(
  id   INTEGER PRIMARY KEY,  -- the number it had in the order of arrival; below 1 where that is not known
  seat TEXT NOT NULL,
  seq  INTEGER NOT NULL,
  prev BLOB,
  hash BLOB,
  sig  BLOB,
  body BLOB,
  why  TEXT NOT NULL         -- a code of journal.Fault, or "lost"
) STRICT;
-- Runs of records of a seat that a package left out because they are not within the scope of this laptop.
CREATE TABLE IF NOT EXISTS withheld(
  seat  TEXT NOT NULL,
  first INTEGER NOT NULL,
  last  INTEGER NOT NULL,
  PRIMARY KEY(seat, first)
) WITHOUT ROWID, STRICT;
-- Packages that were taken in here. Their records are those from first to last in the order of arrival.
CREATE TABLE IF NOT EXISTS import(
  n       INTEGER PRIMARY KEY,
  package TEXT NOT NULL,       -- its ID
  first   INTEGER NOT NULL,
  last    INTEGER NOT NULL,    -- below first: it brought no records
  about   TEXT NOT NULL,       -- JSON
  back    INTEGER NOT NULL     -- when it was taken back, milliseconds since 1970; 0 = it is in effect
) STRICT;
CREATE INDEX IF NOT EXISTS import_package ON import(package);
-- Records without effect, because an import was taken back that brought them or on which they rest.
CREATE TABLE IF NOT EXISTS parked(
  record INTEGER PRIMARY KEY
) STRICT;
-- Packages that were written here.
CREATE TABLE IF NOT EXISTS sent(
  n     INTEGER PRIMARY KEY,
  seat  TEXT NOT NULL,
  about TEXT NOT NULL          -- JSON
) STRICT;
-- The latest receipt of every seat that is known.
CREATE TABLE IF NOT EXISTS receipt(
  seat  TEXT PRIMARY KEY,
  count INTEGER NOT NULL,
  came  INTEGER NOT NULL,      -- milliseconds since 1970, by the clock here
  body  TEXT NOT NULL          -- JSON as it was signed
) WITHOUT ROWID, STRICT;
-- Attached files that nouns name and that have not arrived.
CREATE TABLE IF NOT EXISTS awaited(
  hash TEXT PRIMARY KEY
) WITHOUT ROWID, STRICT;
-- Records that contradict one that is here: their seat exists twice.
CREATE TABLE IF NOT EXISTS fork(
  seat TEXT NOT NULL,
  seq  INTEGER NOT NULL,
  hash BLOB NOT NULL,
  came INTEGER NOT NULL,
  PRIMARY KEY(seat, seq, hash)
) WITHOUT ROWID, STRICT;
-- Nouns that somebody removed and that a noun which stays speaks of: each was written without knowing of the other. What
-- of it still holds is seen from the nouns.
CREATE TABLE IF NOT EXISTS rests(
  gone TEXT NOT NULL,          -- the removed noun
  by   TEXT NOT NULL,          -- the one that speaks of it
  PRIMARY KEY(gone, by)
) WITHOUT ROWID, STRICT;
