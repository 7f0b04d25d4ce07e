-- Herald's nodes in PostgreSQL. Times are microseconds since 1970-01-01 00:00 UTC.

CREATE TABLE herald_schema (
  version INTEGER NOT NULL
);

-- Its row is locked by whoever changes anything of the node.
CREATE TABLE herald_node (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name TEXT COLLATE "C" NOT NULL UNIQUE,
  incarnation TEXT COLLATE "C" NOT NULL UNIQUE,
  version BIGINT NOT NULL,
  configuration TEXT NOT NULL,
  creator TEXT COLLATE "C",
  created BIGINT NOT NULL,
  item_count INTEGER NOT NULL,
  complete_after BIGINT NOT NULL
);

CREATE INDEX herald_node_creator ON herald_node (creator);

CREATE TABLE herald_item (
  node_id BIGINT NOT NULL REFERENCES herald_node (id) ON DELETE CASCADE,
  item_id TEXT COLLATE "C" NOT NULL,
  version BIGINT NOT NULL,
  published BIGINT NOT NULL,
  publisher TEXT,
  payload TEXT NOT NULL,
  PRIMARY KEY (node_id, item_id)
);

CREATE INDEX herald_item_version ON herald_item (node_id, version);

CREATE TABLE herald_subscription (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  node_id BIGINT NOT NULL REFERENCES herald_node (id) ON DELETE CASCADE,
  subid TEXT COLLATE "C" NOT NULL,
  jid TEXT COLLATE "C" NOT NULL,
  state TEXT NOT NULL,
  options TEXT NOT NULL,
  UNIQUE (node_id, subid)
);

CREATE INDEX herald_subscription_jid ON herald_subscription (jid);

CREATE TABLE herald_affiliation (
  node_id BIGINT NOT NULL REFERENCES herald_node (id) ON DELETE CASCADE,
  jid TEXT COLLATE "C" NOT NULL,
  affiliation TEXT NOT NULL,
  PRIMARY KEY (node_id, jid)
);

CREATE INDEX herald_affiliation_jid ON herald_affiliation (jid);

-- The change logs of all nodes. A row without a node's id only says that something of the node
-- named there has changed; it outlives the node, and is dropped after a day.
CREATE TABLE herald_change (
  seq BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  process BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  node_name TEXT COLLATE "C",
  node_id BIGINT REFERENCES herald_node (id) ON DELETE CASCADE,
  version BIGINT,
  kind TEXT,
  notified BOOLEAN,
  item_id TEXT COLLATE "C",
  published BIGINT,
  publisher TEXT,
  payload TEXT,
  UNIQUE (node_id, version)
);

-- Where deleted nodes are now; the last of them.
CREATE TABLE herald_moved (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name TEXT COLLATE "C" NOT NULL UNIQUE,
  uri TEXT NOT NULL
);

INSERT INTO herald_schema (version) VALUES (1);
