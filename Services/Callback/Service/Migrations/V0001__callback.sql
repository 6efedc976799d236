-- The complaints whose customers are asked. A transaction that touches the callbacks of a complaint locks its row first.
CREATE TABLE complaint (
  number  text   NOT NULL,
  version bigint NOT NULL, -- events published about the complaint; its callbacks share the count
  CONSTRAINT complaint_pkey          PRIMARY KEY (number),
  CONSTRAINT complaint_version_check CHECK (version > 0)
);

-- One question to one customer about one round of a case (state machine 3.5, main path).
CREATE TABLE callback (
  number              text        NOT NULL,
  complaint           text        NOT NULL,
  kind                text        NOT NULL,
  round               integer     NOT NULL,
  state               text        NOT NULL,
  callable_from       timestamptz NOT NULL,
  due_at              timestamptz NOT NULL,
  scheduled_at        timestamptz NOT NULL,
  handled_by          text,
  policy_profile      text        NOT NULL, -- the version that set the limits (R-011)
  policy_version      integer     NOT NULL,
  satisfied_from      smallint    NOT NULL,
  quality             smallint,
  speed               smallint,
  staff               smallint,
  remark              text,                 -- may hold personal data
  answered_by         text,
  answered_at         timestamptz,
  is_satisfied        boolean     GENERATED ALWAYS AS (least(quality, speed, staff) >= satisfied_from) STORED,
  CONSTRAINT callback_pkey PRIMARY KEY (number),
  -- R-191: a kind and a round have one callback. Serves CallbacksOfComplaints.
  CONSTRAINT callback_round_key UNIQUE (complaint, kind, round),
  CONSTRAINT callback_complaint_fkey FOREIGN KEY (complaint) REFERENCES complaint (number),
  CONSTRAINT callback_kind_check CHECK (kind IN ('closing', 'milestone')),
  CONSTRAINT callback_number_check
    CHECK (number = complaint || CASE kind WHEN 'closing' THEN '-C' ELSE '-M' END || round AND round >= 1),
  CONSTRAINT callback_state_check CHECK (state IN ('scheduled', 'due', 'done')),
  CONSTRAINT callback_due_check CHECK (state <> 'due' OR kind = 'milestone'),
  CONSTRAINT callback_limits_check CHECK (callable_from < due_at),
  CONSTRAINT callback_satisfied_from_check CHECK (satisfied_from BETWEEN 1 AND 5),
  CONSTRAINT callback_answer_check CHECK
    (num_nulls(quality, speed, staff, answered_by, answered_at) = CASE state WHEN 'done' THEN 0 ELSE 5 END),
  CONSTRAINT callback_remark_check CHECK (remark IS NULL OR state = 'done'),
  CONSTRAINT callback_scores_check
    CHECK (quality BETWEEN 1 AND 5 AND speed BETWEEN 1 AND 5 AND staff BETWEEN 1 AND 5),
  -- R-168: the handler may not call back about his own case.
  CONSTRAINT callback_caller_check CHECK (kind <> 'closing' OR answered_by <> handled_by)
);

-- Serves ListOpenCallbacks; those that are done are most of the table.
CREATE INDEX callback_state_idx ON callback (state, number) WHERE state <> 'done';
