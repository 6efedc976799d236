-- People who think of buying, met in contacts of customer service: form SM03-14 (R-032). In no dossier (R-222), so no other
-- table refers to them.
CREATE TABLE prospect (
  number            text        NOT NULL,
  project           text        NOT NULL,
  year              integer     NOT NULL,
  serial            integer     NOT NULL,
  surname           text        NOT NULL,
  telephone         text        NOT NULL,
  channel           text        NOT NULL,
  met_at            timestamptz NOT NULL,
  demand_type       text,
  demand_area       text,
  budget            text,
  preferences       text,
  referred_by       text,
  account           text        NOT NULL,
  post              text,
  recorded_at       timestamptz NOT NULL,
  follow_up_account text,                 -- who of sales has taken him over
  follow_up_post    text,
  follow_up_at      timestamptz,
  CONSTRAINT prospect_pkey PRIMARY KEY (number),
  -- Serves LastProspects.
  CONSTRAINT prospect_series_key UNIQUE (project, year, serial),
  CONSTRAINT prospect_project_fkey FOREIGN KEY (project) REFERENCES project (code),
  CONSTRAINT prospect_number_check
    CHECK (number = 'SM03-14-' || project || '-' || year || '-' || lpad(serial::text, greatest(4, length(serial::text)), '0')),
  CONSTRAINT prospect_serial_check CHECK (serial > 0),
  CONSTRAINT prospect_follow_up_check CHECK ((follow_up_account IS NULL) = (follow_up_at IS NULL)),
  CONSTRAINT prospect_follow_up_post_check CHECK (follow_up_post IS NULL OR follow_up_account IS NOT NULL)
);
-- Serves ListProspects.
CREATE INDEX prospect_project_idx ON prospect (project, number);
-- Serves ListWaitingProspects.
CREATE INDEX prospect_waiting_idx ON prospect (project, number) WHERE follow_up_at IS NULL;

GRANT SELECT (number, project, year, serial, channel, met_at, account, post, recorded_at, follow_up_account, follow_up_post,
  follow_up_at) ON prospect TO auditor;
