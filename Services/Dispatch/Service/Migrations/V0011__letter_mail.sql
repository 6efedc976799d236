-- Letters by e-mail leave after the decision is committed (R-339), from rows of their own.
ALTER TABLE letter
  ADD COLUMN mail_attempts       integer,
  ADD COLUMN mail_failure        text,
  ADD COLUMN mail_may_come_twice boolean,
  DROP CONSTRAINT letter_state_check,
  DROP CONSTRAINT letter_dispatched_check,
  ADD CONSTRAINT letter_state_check CHECK
    (state IN ('drafted', 'approved', 'sending', 'dispatched', 'received', 'withdrawn')),
  ADD CONSTRAINT letter_dispatched_check CHECK (num_nulls(method, dispatched_by, dispatched_at)
    = CASE WHEN state IN ('sending', 'dispatched', 'received') THEN 0 ELSE 3 END),
  ADD CONSTRAINT letter_sending_check CHECK (state <> 'sending' OR method = 'email'),
  ADD CONSTRAINT letter_mail_check CHECK
    ((mail_attempts IS NULL) = (mail_may_come_twice IS NULL) AND (mail_failure IS NULL OR mail_attempts IS NOT NULL));

-- What the mail server has not taken yet. The only place where an address is kept, and no longer than that (R-335).
CREATE TABLE letter_mail (
  number         text        NOT NULL,
  address        text        NOT NULL,
  due_at         timestamptz NOT NULL DEFAULT now(),  -- of a claimed one: when the claim runs out
  is_claimed     boolean     NOT NULL DEFAULT false,
  attempts       integer     NOT NULL DEFAULT 0,
  may_come_twice boolean     NOT NULL DEFAULT false,
  -- Serves PostponeMail, DeleteMail.
  CONSTRAINT letter_mail_pkey           PRIMARY KEY (number),
  CONSTRAINT letter_mail_letter_fkey    FOREIGN KEY (number) REFERENCES letter (number),
  CONSTRAINT letter_mail_attempts_check CHECK (attempts >= 0 AND (NOT is_claimed OR attempts > 0))
);

-- Serves ClaimMail.
CREATE INDEX letter_mail_due_idx ON letter_mail (due_at);

GRANT SELECT (mail_attempts, mail_failure, mail_may_come_twice) ON letter TO auditor;
GRANT SELECT (number, due_at, is_claimed, attempts, may_come_twice) ON letter_mail TO auditor;
