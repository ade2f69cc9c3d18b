-- Times are seconds since 1970 (UTC). Chats below zero are groups.

CREATE TABLE inbox (
  seq       INTEGER PRIMARY KEY,
  update_id INTEGER NOT NULL,
  chat      INTEGER NOT NULL,
  person    INTEGER NOT NULL,
  raw       TEXT    NOT NULL,
  state     TEXT    NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'quarantined', 'broken')),
  asked     REAL    NOT NULL,  -- when the person wrote it, by our clock
  arrived   REAL    NOT NULL,
  reason    TEXT    NOT NULL DEFAULT ''
);
CREATE INDEX inbox_lanes ON inbox (chat, person, seq) WHERE state = 'new';

-- The last update ids, in the order they came: a second delivery is noticed, a lower restart is not refused.
CREATE TABLE seen (
  n         INTEGER PRIMARY KEY,
  update_id INTEGER NOT NULL UNIQUE
);

CREATE TABLE outbox (
  seq        INTEGER PRIMARY KEY,
  chat       INTEGER NOT NULL,
  method     TEXT    NOT NULL,
  params     TEXT    NOT NULL,             -- JSON without chat_id; emptied when the row has ended
  state      TEXT    NOT NULL DEFAULT 'queued'
             CHECK (state IN ('queued', 'sending', 'sent', 'unknown', 'failed', 'expired')),
  toast      INTEGER NOT NULL DEFAULT 0,
  urgent     INTEGER NOT NULL DEFAULT 0,
  attempts   INTEGER NOT NULL DEFAULT 0,
  revived    INTEGER NOT NULL DEFAULT 0,   -- how often it was found in state sending after a crash
  created    REAL    NOT NULL,
  ended      REAL,
  answers    INTEGER,                      -- the question's message id
  edits      INTEGER NOT NULL DEFAULT 0,   -- 1: takes the place of what was sent in answer to that question
  message_id INTEGER,                      -- what Telegram called it
  reason     TEXT    NOT NULL DEFAULT ''
);
CREATE INDEX outbox_lanes ON outbox (chat, seq) WHERE state = 'queued' AND toast = 0;
CREATE INDEX outbox_toasts ON outbox (seq) WHERE state = 'queued' AND toast = 1;
CREATE INDEX outbox_answers ON outbox (chat, answers) WHERE answers IS NOT NULL;
CREATE INDEX outbox_ended ON outbox (ended) WHERE ended IS NOT NULL;

CREATE TABLE sessions (
  chat    INTEGER NOT NULL,
  person  INTEGER NOT NULL,
  data    TEXT    NOT NULL,
  updated REAL    NOT NULL,
  PRIMARY KEY (chat, person)
) WITHOUT ROWID;

CREATE TABLE chats (
  id      INTEGER PRIMARY KEY,
  kind    TEXT NOT NULL DEFAULT '',
  state   TEXT NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'blocked', 'left', 'muted')),
  lang    TEXT NOT NULL DEFAULT '',
  updated REAL NOT NULL
);

CREATE TABLE feedback (
  entry   TEXT    NOT NULL,
  helpful INTEGER NOT NULL,
  day     TEXT    NOT NULL,
  count   INTEGER NOT NULL,
  PRIMARY KEY (entry, helpful, day)
) WITHOUT ROWID;

CREATE TABLE gaps (
  question  TEXT    NOT NULL,
  lang      TEXT    NOT NULL,
  nearest   TEXT    NOT NULL,
  count     INTEGER NOT NULL,
  first_day TEXT    NOT NULL,
  last_day  TEXT    NOT NULL,
  PRIMARY KEY (question, lang)
) WITHOUT ROWID;

CREATE TABLE counters (
  name  TEXT PRIMARY KEY,
  count INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE notes (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;
