"""Django settings: `embedded` (SQLite in a data folder) and `server` (PostgreSQL), over one common base."""
