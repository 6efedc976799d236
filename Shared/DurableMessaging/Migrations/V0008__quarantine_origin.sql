-- Where a message came from, as the list showed it: its bytes go when it has been handled or given up, and people still ask
-- who sent it. The auditor reads the whole table; what a sender may have written freely is described here, not kept.
ALTER TABLE quarantine_note ADD COLUMN origin jsonb;
