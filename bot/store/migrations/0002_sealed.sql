-- From here on inbox.raw and outbox.params are sealed (bot/store/seal.py). What is already there stays readable until
-- its turn is over, which wipes it.

-- What people told in guided dialogs, sealed; `person` is a keyed hash.
CREATE TABLE dialogs (
  person  BLOB PRIMARY KEY,
  data    BLOB NOT NULL,
  updated REAL NOT NULL
) WITHOUT ROWID;
CREATE INDEX dialogs_updated ON dialogs (updated);
