-- What `redress verify` and `redress case` read of the figures: everything but the events' data.
GRANT SELECT (id, type, source, subject, version, happened) ON event TO auditor;
GRANT SELECT ON case_record, callback_answer, missed_limit TO auditor;
