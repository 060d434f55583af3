-- A visit is changed two or three times within days of its insertion: room in its page lets a change leave the indexes alone (HOT).
ALTER TABLE "port_channel"."visit" SET (fillfactor = 60);
