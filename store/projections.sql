CREATE TABLE meta(
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID, STRICT;
CREATE TABLE deed(
  record  INTEGER PRIMARY KEY,
  time    INTEGER NOT NULL,
  who     TEXT NOT NULL,
  verb    TEXT NOT NULL,
  cas     TEXT NOT NULL,
  undoes  INTEGER NOT NULL,  -- record taken back, 0 = none
  depth   INTEGER NOT NULL,  -- 0 deed, 1 its undo, 2 the undo of that (redo) …
  root    INTEGER NOT NULL,  -- the deed at the bottom of the chain of undos and redos; of a deed itself
  bulk    INTEGER NOT NULL,
  effects INTEGER NOT NULL   -- changes that are not notes
) STRICT;
CREATE INDEX deed_case ON deed(cas, record);
CREATE INDEX deed_undoes ON deed(undoes);
CREATE INDEX deed_time ON deed(time);
CREATE TABLE change(
  record INTEGER NOT NULL,
  idx    INTEGER NOT NULL,
  entity INTEGER NOT NULL,
  field  TEXT NOT NULL,
  kind   TEXT NOT NULL,
  noun   TEXT NOT NULL,      -- kind of the noun, so that the timeline is filtered without reading nouns
  PRIMARY KEY(record, idx)
) WITHOUT ROWID, STRICT;
-- The latest change of a field before a record is one step in this index.
CREATE INDEX change_entity ON change(entity, field, record, idx);
CREATE TABLE head(
  entity INTEGER NOT NULL,
  field  TEXT NOT NULL,
  change TEXT NOT NULL,
  PRIMARY KEY(entity, field, change)
) WITHOUT ROWID, STRICT;
CREATE TABLE entity(
  n       INTEGER PRIMARY KEY,  -- order of first appearance, from 1
  id      TEXT NOT NULL UNIQUE,
  kind    TEXT NOT NULL,
  owner   TEXT NOT NULL,
  doc     TEXT NOT NULL,        -- canonical state; of a removed noun its last one
  deleted INTEGER NOT NULL,
  tangled INTEGER NOT NULL      -- people wrote without knowing of each other: its state follows from all its changes
) STRICT;
CREATE INDEX entity_owner ON entity(owner, kind, id) WHERE deleted = 0;
CREATE INDEX entity_gone ON entity(owner) WHERE deleted = 1;
CREATE INDEX entity_kind ON entity(kind, id) WHERE deleted = 0;
-- Fields in which people contradict each other; '' = one removed the noun and another changed it.
CREATE TABLE clash(
  entity INTEGER NOT NULL,
  field  TEXT NOT NULL,
  cas    TEXT NOT NULL,        -- the case it belongs to, '' = none
  base   TEXT NOT NULL,        -- the change that all sides knew, '' = none
  sides  TEXT NOT NULL,        -- the changes that contradict each other, separated by blanks; the one shown is the first
  PRIMARY KEY(entity, field)
) WITHOUT ROWID, STRICT;
CREATE INDEX clash_case ON clash(cas);
-- By what people tell nouns of a kind apart: two of one key are a clash of numbers.
CREATE TABLE numbered(
  entity INTEGER PRIMARY KEY,
  cas    TEXT NOT NULL,
  key    TEXT NOT NULL
) STRICT;
CREATE INDEX numbered_key ON numbered(key);
CREATE TABLE caserow(
  entity INTEGER PRIMARY KEY,
  id     TEXT NOT NULL,
  round  TEXT NOT NULL,
  number TEXT NOT NULL,
  unit   TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX caserow_id ON caserow(id);
CREATE INDEX caserow_number ON caserow(number);
CREATE INDEX caserow_unit ON caserow(unit);
CREATE TABLE answer(
  entity     INTEGER PRIMARY KEY,
  cas        TEXT NOT NULL,
  item       TEXT NOT NULL,
  strand     TEXT NOT NULL,
  conclusion TEXT NOT NULL,
  noted      INTEGER NOT NULL,  -- whether there is a note
  edited     TEXT NOT NULL      -- date of the answer
) STRICT;
CREATE INDEX answer_case ON answer(cas, item, conclusion, noted);
CREATE TABLE finding(
  entity INTEGER PRIMARY KEY,
  cas    TEXT NOT NULL,
  number INTEGER NOT NULL,
  strand TEXT NOT NULL,
  state  TEXT NOT NULL,
  item   TEXT NOT NULL,
  title  TEXT NOT NULL,
  amount INTEGER NOT NULL       -- fen
) STRICT;
CREATE INDEX finding_case ON finding(cas, number);
-- Words are cut in Go (see words.go); the ascii tokenizer only splits at the spaces between them. Its rows are
-- entity * 4096 + place of the passage within the noun.
CREATE VIRTUAL TABLE words USING fts5(title, text, initials, tier, content='', tokenize='ascii');
