-- pglz compresses rows above 2 kB, which are most decisions; written once and read soon, they stay as they are up to a page.
ALTER TABLE event_log.log SET (toast_tuple_target = 8160);
