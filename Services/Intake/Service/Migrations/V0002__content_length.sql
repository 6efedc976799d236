-- The contract allows 4,000 characters (complaint.reported.v1), counted as PostgreSQL counts them; nothing longer was ever
-- taken, so the narrower check holds for every row.
ALTER TABLE complaint
  DROP CONSTRAINT complaint_content_check,
  ADD CONSTRAINT complaint_content_check CHECK (length(content) BETWEEN 1 AND 4000);
