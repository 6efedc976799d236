-- A project, as far as commission letters need it; intake tells it.
CREATE TABLE project (
  code         text    NOT NULL,
  works_number integer NOT NULL,
  CONSTRAINT project_pkey PRIMARY KEY (code),
  -- Two projects with one number would share their commission numbers (R-141). Serves LoadProjects.
  CONSTRAINT project_works_number_key   UNIQUE (works_number),
  CONSTRAINT project_works_number_check CHECK (works_number BETWEEN 1 AND 999)
);

-- The register of repair contractors (SM03-18, R-157).
CREATE TABLE contractor (
  code        text   NOT NULL,
  name        text   NOT NULL,
  trades      text[] NOT NULL,
  broker_user text   NOT NULL, -- who the firm is when its system reports a completion
  state       text   NOT NULL DEFAULT 'listed',
  CONSTRAINT contractor_pkey PRIMARY KEY (code),
  -- A completion must have one sender. Serves ContractorsOfBrokerUsers.
  CONSTRAINT contractor_broker_user_key UNIQUE (broker_user),
  CONSTRAINT contractor_trades_check    CHECK (cardinality(trades) > 0),
  CONSTRAINT contractor_state_check     CHECK (state = 'listed')
);

-- Where the commission letters of a project have got to: no gap, no number twice (R-142).
CREATE TABLE commission_series (
  project     text    NOT NULL,
  last_serial integer NOT NULL,
  CONSTRAINT commission_series_pkey         PRIMARY KEY (project),
  CONSTRAINT commission_series_project_fkey FOREIGN KEY (project) REFERENCES project (code),
  CONSTRAINT commission_series_serial_check CHECK (last_serial > 0)
);

-- One repair for one complaint (state machine 3.4, main path).
CREATE TABLE repair_order (
  number            text        NOT NULL,
  complaint         text        GENERATED ALWAYS AS (regexp_replace(number, '-R[0-9]+$', '')) STORED,
  project           text        NOT NULL,
  building          text        NOT NULL,
  unit              text        NOT NULL,
  location          text,
  building_part     text        NOT NULL,
  trade             text        NOT NULL,
  requested_at      timestamptz NOT NULL,
  survey_due_at     timestamptz,
  state             text        NOT NULL,
  round             integer     NOT NULL,
  judgement         text,
  finding           text,
  surveyed_by       text,
  surveyed_at       timestamptz,
  commission        text,
  contractor        text,
  completed_at      timestamptz,
  accepted_by       text,
  accepted_at       timestamptz,
  owner_opinion     text,
  signed_at         timestamptz,
  reworks           integer     NOT NULL,
  rework_cause      text,                 -- of the last rework, like the three after it
  rework_reason     text,
  rework_by         text,
  rework_ordered_at timestamptz,
  closed_at         timestamptz,
  version           bigint      NOT NULL, -- events published about the complaint
  CONSTRAINT repair_order_pkey PRIMARY KEY (number),
  CONSTRAINT repair_order_project_fkey FOREIGN KEY (project) REFERENCES project (code),
  -- One order a commission. Serves LockOrders, for completions.
  CONSTRAINT repair_order_commission_key UNIQUE (commission),
  CONSTRAINT repair_order_state_check CHECK (state IN
    ('created', 'judged', 'commissioned', 'in-work', 'work-done', 'accepted', 'signed', 'closed')),
  CONSTRAINT repair_order_survey_check CHECK
    (num_nulls(judgement, finding, surveyed_by, surveyed_at) = CASE state WHEN 'created' THEN 4 ELSE 0 END),
  CONSTRAINT repair_order_commission_check CHECK
    (num_nulls(commission, contractor) = CASE WHEN state IN ('created', 'judged') THEN 2 ELSE 0 END),
  CONSTRAINT repair_order_completed_check CHECK
    ((completed_at IS NOT NULL) = (state IN ('work-done', 'accepted', 'signed', 'closed'))),
  CONSTRAINT repair_order_accepted_check CHECK
    (num_nulls(accepted_by, accepted_at) = CASE WHEN state IN ('accepted', 'signed', 'closed') THEN 0 ELSE 2 END),
  CONSTRAINT repair_order_signed_check CHECK ((signed_at IS NOT NULL) = (state IN ('signed', 'closed'))),
  CONSTRAINT repair_order_opinion_check CHECK (owner_opinion IS NULL OR signed_at IS NOT NULL),
  CONSTRAINT repair_order_closed_check CHECK ((closed_at IS NOT NULL) = (state = 'closed')),
  CONSTRAINT repair_order_rework_check CHECK
    (num_nulls(rework_cause, rework_ordered_at) = CASE WHEN reworks > 0 THEN 0 ELSE 2 END),
  CONSTRAINT repair_order_reason_check CHECK (rework_reason IS NULL OR reworks > 0),
  CONSTRAINT repair_order_in_work_check CHECK (state <> 'in-work' OR reworks > 0),
  CONSTRAINT repair_order_round_check CHECK (round >= 1 AND reworks >= round - 1),
  CONSTRAINT repair_order_version_check CHECK (version >= 0)
);

-- Serves ListOpenOrders; closed orders are most of the table.
CREATE INDEX repair_order_state_idx ON repair_order (state, number) WHERE state <> 'closed';
-- Serves LockWaitingOrders: who is waiting for a contractor of a trade.
CREATE INDEX repair_order_waiting_idx ON repair_order (trade, number) WHERE state = 'judged';
-- Serves ListContractors, which counts the orders that each has in hand; finished ones are most of the table.
CREATE INDEX repair_order_open_idx ON repair_order (contractor)
  WHERE state IN ('commissioned', 'in-work', 'work-done', 'accepted');

-- The letter by which a contractor has an order (R-141).
CREATE TABLE commission (
  number       text        NOT NULL,
  project      text        NOT NULL,
  serial       integer     NOT NULL,
  repair_order text        NOT NULL,
  contractor   text        NOT NULL,
  kind         smallint    NOT NULL, -- R-138: 3, by customer service's own repair letter
  issued_at    timestamptz NOT NULL,
  CONSTRAINT commission_pkey PRIMARY KEY (number),
  CONSTRAINT commission_serial_key UNIQUE (project, serial),
  CONSTRAINT commission_order_key UNIQUE (repair_order, number, contractor),
  CONSTRAINT commission_project_fkey FOREIGN KEY (project) REFERENCES project (code),
  CONSTRAINT commission_order_fkey FOREIGN KEY (repair_order) REFERENCES repair_order (number),
  CONSTRAINT commission_contractor_fkey FOREIGN KEY (contractor) REFERENCES contractor (code),
  CONSTRAINT commission_serial_check CHECK (serial > 0),
  CONSTRAINT commission_kind_check CHECK (kind BETWEEN 1 AND 3)
);

-- The letter and the order name each other, and the same contractor.
ALTER TABLE repair_order ADD CONSTRAINT repair_order_letter_fkey
  FOREIGN KEY (number, commission, contractor) REFERENCES commission (repair_order, number, contractor);

-- What contractors have reported as finished, word for word: the same again changes nothing, other words under the same
-- reference are a conflict.
CREATE TABLE completion_report (
  source       text        NOT NULL,
  reference    text        NOT NULL,
  commission   text        NOT NULL,
  completed_at timestamptz NOT NULL,
  report       text,
  received_at  timestamptz NOT NULL,
  -- Serves KnownReports.
  CONSTRAINT completion_report_pkey PRIMARY KEY (source, reference),
  CONSTRAINT completion_report_commission_fkey FOREIGN KEY (commission) REFERENCES commission (number)
);
