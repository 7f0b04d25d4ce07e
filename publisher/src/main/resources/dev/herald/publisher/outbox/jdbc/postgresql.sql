-- Herald's outbox for PostgreSQL, version 1.

CREATE TABLE herald_outbox_schema (
  version INTEGER NOT NULL
);

-- Changes that are committed and not yet announced; what the target refuses for good is parked.
CREATE TABLE herald_outbox (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  node TEXT COLLATE "C" NOT NULL,
  item TEXT COLLATE "C" NOT NULL,
  operation TEXT NOT NULL,
  -- The attributes that an update has changed, separated by spaces; NULL when that is not known.
  changed TEXT,
  payload TEXT,
  changed_at TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP NOT NULL,
  parked BOOLEAN NOT NULL,
  failure TEXT
);

CREATE INDEX herald_outbox_node ON herald_outbox (node, id) WHERE NOT parked;

CREATE INDEX herald_outbox_parked ON herald_outbox (node, item, id) WHERE parked;

-- Which process sends a node's changes, and until when.
CREATE TABLE herald_outbox_lease (
  node TEXT COLLATE "C" PRIMARY KEY,
  owner TEXT NOT NULL,
  ends_at TIMESTAMP WITH TIME ZONE NOT NULL
);

INSERT INTO herald_outbox_schema (version) VALUES (1);
