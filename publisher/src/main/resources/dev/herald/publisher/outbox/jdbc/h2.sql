-- Herald's outbox for H2, version 1.

CREATE TABLE herald_outbox_schema (
  version INTEGER NOT NULL
);

-- Changes that are committed and not yet announced; what the target refuses for good is parked.
CREATE TABLE herald_outbox (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  node VARCHAR_CASESENSITIVE NOT NULL,
  item VARCHAR_CASESENSITIVE NOT NULL,
  operation VARCHAR_CASESENSITIVE NOT NULL,
  -- The attributes that an update has changed, separated by spaces; NULL when that is not known.
  changed VARCHAR_CASESENSITIVE,
  payload CHARACTER LARGE OBJECT,
  changed_at TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP NOT NULL,
  parked BOOLEAN NOT NULL,
  failure VARCHAR_CASESENSITIVE
);

CREATE INDEX herald_outbox_node ON herald_outbox (node, id);

-- Which process sends a node's changes, and until when.
CREATE TABLE herald_outbox_lease (
  node VARCHAR_CASESENSITIVE PRIMARY KEY,
  owner VARCHAR_CASESENSITIVE NOT NULL,
  ends_at TIMESTAMP WITH TIME ZONE NOT NULL
);

INSERT INTO herald_outbox_schema (version) VALUES (1);
