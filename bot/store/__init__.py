"""What the bot keeps: SQLite through aiosqlite, plain SQL, numbered migrations."""
