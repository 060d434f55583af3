-- pglz compresses what is above 2 kB: of a batch of events or a payload that is written once and read soon it cost more than
-- all else of the row (an allocation 60 us as compressed jsonb, 37 as it is). A row of up to a page stays as it is, in place;
-- the lines of an outbox, gone in a moment, go out of line as they are.
ALTER TABLE "matching"."allocation" SET (toast_tuple_target = 8160);--> statement-breakpoint
ALTER TABLE "matching"."outbox" ALTER COLUMN "envelopes" SET STORAGE EXTERNAL;--> statement-breakpoint
-- Each decision changes some rows of the ledger, and none of their keys: with room in its page no index is touched.
ALTER TABLE "matching"."ledger" SET (fillfactor = 70);
