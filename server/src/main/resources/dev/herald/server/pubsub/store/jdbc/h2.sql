-- Herald's nodes in H2. Times are microseconds since 1970-01-01 00:00 UTC.

CREATE TABLE herald_schema (
  version INTEGER NOT NULL
);

-- Its row is locked by whoever changes anything of the node.
CREATE TABLE herald_node (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name VARCHAR_CASESENSITIVE NOT NULL UNIQUE,
  -- For the order: H2's own is that of UTF-16, or of whatever collation the database has.
  name_utf8 VARBINARY GENERATED ALWAYS AS (CAST(name AS VARBINARY)),
  incarnation VARCHAR_CASESENSITIVE NOT NULL UNIQUE,
  version BIGINT NOT NULL,
  configuration VARCHAR_CASESENSITIVE NOT NULL,
  creator VARCHAR_CASESENSITIVE,
  created BIGINT NOT NULL,
  item_count INTEGER NOT NULL,
  complete_after BIGINT NOT NULL
);

CREATE INDEX herald_node_name_utf8 ON herald_node (name_utf8);
CREATE INDEX herald_node_creator ON herald_node (creator);

CREATE TABLE herald_item (
  node_id BIGINT NOT NULL REFERENCES herald_node (id) ON DELETE CASCADE,
  item_id VARCHAR_CASESENSITIVE NOT NULL,
  version BIGINT NOT NULL,
  published BIGINT NOT NULL,
  publisher VARCHAR_CASESENSITIVE,
  payload CHARACTER LARGE OBJECT NOT NULL,
  PRIMARY KEY (node_id, item_id)
);

CREATE INDEX herald_item_version ON herald_item (node_id, version);

CREATE TABLE herald_subscription (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  node_id BIGINT NOT NULL REFERENCES herald_node (id) ON DELETE CASCADE,
  subid VARCHAR_CASESENSITIVE NOT NULL,
  jid VARCHAR_CASESENSITIVE NOT NULL,
  state VARCHAR_CASESENSITIVE NOT NULL,
  options VARCHAR_CASESENSITIVE NOT NULL,
  UNIQUE (node_id, subid)
);

CREATE INDEX herald_subscription_jid ON herald_subscription (jid);

CREATE TABLE herald_affiliation (
  node_id BIGINT NOT NULL REFERENCES herald_node (id) ON DELETE CASCADE,
  jid VARCHAR_CASESENSITIVE NOT NULL,
  affiliation VARCHAR_CASESENSITIVE NOT NULL,
  PRIMARY KEY (node_id, jid)
);

CREATE INDEX herald_affiliation_jid ON herald_affiliation (jid);

-- The change logs of all nodes. A row without a node's id only says that something of the node
-- named there has changed; it outlives the node, and is dropped after a day.
CREATE TABLE herald_change (
  seq BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  process BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  node_name VARCHAR_CASESENSITIVE,
  node_id BIGINT REFERENCES herald_node (id) ON DELETE CASCADE,
  version BIGINT,
  kind VARCHAR_CASESENSITIVE,
  notified BOOLEAN,
  item_id VARCHAR_CASESENSITIVE,
  published BIGINT,
  publisher VARCHAR_CASESENSITIVE,
  payload CHARACTER LARGE OBJECT,
  UNIQUE (node_id, version)
);

-- Where deleted nodes are now; the last of them.
CREATE TABLE herald_moved (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name VARCHAR_CASESENSITIVE NOT NULL UNIQUE,
  uri VARCHAR_CASESENSITIVE NOT NULL
);

INSERT INTO herald_schema (version) VALUES (1);
