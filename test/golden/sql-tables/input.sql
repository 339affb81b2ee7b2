CREATE TABLE ship (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL
);

CREATE VIEW moored AS SELECT name FROM ship WHERE id > 3;

CREATE INDEX ship_name ON ship (name);
