-- Who looked at how a customer can be reached, when and why (R-329). Nothing is ever changed or removed here.
CREATE TABLE contact_read (
  id      bigint      GENERATED ALWAYS AS IDENTITY,
  number  text        NOT NULL, -- whose customer
  person  text        NOT NULL, -- the account of the token
  reason  text        NOT NULL,
  read_at timestamptz NOT NULL,
  -- Serves ContactReads: pages by id.
  CONSTRAINT contact_read_pkey        PRIMARY KEY (id),
  CONSTRAINT contact_read_number_fkey FOREIGN KEY (number) REFERENCES complaint (number)
);

-- Serves ContactReadsOfComplaint.
CREATE INDEX contact_read_number_idx ON contact_read (number, id);

GRANT SELECT ON contact_read TO auditor;
