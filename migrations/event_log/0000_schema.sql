-- The Postgres log: the bus of a single machine. Appending takes the row of its partition's head, so positions are handed
-- out in commit order and a reader never passes one that is not visible yet.
CREATE SCHEMA event_log;
--> statement-breakpoint
CREATE TABLE event_log.head (
	topic text NOT NULL,
	partition integer NOT NULL,
	position bigint NOT NULL DEFAULT 0,
	PRIMARY KEY (topic, partition)
);
--> statement-breakpoint
CREATE TABLE event_log.log (
	topic text NOT NULL,
	partition integer NOT NULL,
	position bigint NOT NULL,
	headers jsonb NOT NULL,
	bytes bytea NOT NULL,
	appended_at timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (topic, partition, position)
);
--> statement-breakpoint
CREATE TABLE event_log.cursor (
	consumer_group text NOT NULL,
	topic text NOT NULL,
	partition integer NOT NULL,
	position bigint NOT NULL,
	PRIMARY KEY (consumer_group, topic, partition)
);
--> statement-breakpoint
CREATE TABLE event_log.member (
	consumer_group text NOT NULL,
	member_id text NOT NULL,
	-- The session that holds the member's locks: while it lives the member does, and not a second longer.
	backend_pid integer NOT NULL,
	backend_start timestamptz NOT NULL,
	PRIMARY KEY (consumer_group, member_id)
);
