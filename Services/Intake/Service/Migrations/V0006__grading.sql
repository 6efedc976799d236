-- Kind, category and grade may change; the number stays (R-031, R-046).
ALTER TABLE complaint
  ADD COLUMN reported_kind text,                      -- as it was handed in, where that is not `kind` any more
  ADD COLUMN matter        text,                      -- R-039
  ADD COLUMN version       bigint NOT NULL DEFAULT 1, -- announcements of this complaint so far
  ADD CONSTRAINT complaint_version_check CHECK (version > 0);

-- Serves RecentComplaints (the month that a hot matter is looked for in, R-044) and SimilarComplaints.
CREATE INDEX complaint_received_idx ON complaint (project, received_at);

-- Matters that several customers complain about (R-039, R-044).
CREATE TABLE matter (
  number        text        NOT NULL,
  project       text        NOT NULL,
  building      text        NOT NULL,
  building_part text        NOT NULL,
  group_at      timestamptz NOT NULL,
  hot_at        timestamptz,
  CONSTRAINT matter_pkey PRIMARY KEY (number),
  CONSTRAINT matter_project_fkey FOREIGN KEY (project) REFERENCES project (code),
  CONSTRAINT matter_hot_check CHECK (hot_at >= group_at)
);
-- Serves KnownMatters and ListMatters.
CREATE INDEX matter_project_idx ON matter (project);

-- The history of each complaint: who changed what, why, from what to what. Rows are only added.
CREATE TABLE complaint_change (
  number          text        NOT NULL,
  version         bigint      NOT NULL,
  changed_at      timestamptz NOT NULL,
  kind_before     text        NOT NULL,
  kind_after      text        NOT NULL,
  category_before text        NOT NULL,
  category_after  text        NOT NULL,
  grade_before    text        NOT NULL,
  grade_after     text        NOT NULL,
  reason          text        NOT NULL,
  remark          text,
  account         text,                 -- null where a rule has changed it
  post            text,
  CONSTRAINT complaint_change_pkey PRIMARY KEY (number, version),
  CONSTRAINT complaint_change_number_fkey FOREIGN KEY (number) REFERENCES complaint (number),
  CONSTRAINT complaint_change_something_check CHECK (
    (kind_before, category_before, grade_before) IS DISTINCT FROM (kind_after, category_after, grade_after)),
  CONSTRAINT complaint_change_post_check CHECK (post IS NULL OR account IS NOT NULL)
);

-- Complaints of one contact (R-016), each pair once.
CREATE TABLE complaint_link (
  number text NOT NULL,
  other  text NOT NULL,
  CONSTRAINT complaint_link_pkey PRIMARY KEY (number, other),
  CONSTRAINT complaint_link_number_fkey FOREIGN KEY (number) REFERENCES complaint (number),
  CONSTRAINT complaint_link_other_fkey FOREIGN KEY (other) REFERENCES complaint (number),
  CONSTRAINT complaint_link_order_check CHECK (number < other)
);
-- Serves FindLinks from the other side.
CREATE INDEX complaint_link_other_idx ON complaint_link (other);

-- Tries to tell the sender of a letter that it has arrived (R-018). Rows are only added.
CREATE TABLE acknowledgement (
  id         bigint      GENERATED ALWAYS AS IDENTITY,
  number     text        NOT NULL,
  tried_at   timestamptz NOT NULL,
  means      text        NOT NULL,
  is_reached boolean     NOT NULL,
  remark     text,
  account    text        NOT NULL,
  post       text,
  CONSTRAINT acknowledgement_pkey PRIMARY KEY (id),
  CONSTRAINT acknowledgement_number_fkey FOREIGN KEY (number) REFERENCES complaint (number)
);
-- Serves FindAcknowledgements.
CREATE INDEX acknowledgement_number_idx ON acknowledgement (number, id);

-- Complaints that are not complete yet (R-014): kept as they were written, neither numbered nor registered.
CREATE TABLE draft (
  id        text        NOT NULL,
  body      jsonb       NOT NULL,
  saved_at  timestamptz NOT NULL,
  account   text        NOT NULL,
  post      text,
  version   bigint      NOT NULL,
  complaint text,                 -- what it became when it was submitted
  CONSTRAINT draft_pkey PRIMARY KEY (id),
  CONSTRAINT draft_complaint_fkey FOREIGN KEY (complaint) REFERENCES complaint (number),
  CONSTRAINT draft_body_check CHECK (jsonb_typeof(body) = 'object'),
  CONSTRAINT draft_version_check CHECK (version > 0)
);
-- Serves ListDrafts: those that wait for somebody, the oldest first.
CREATE INDEX draft_waiting_idx ON draft (saved_at, id) WHERE complaint IS NULL;

-- The rules of grading, a row a version; a version never changes (R-029, R-040).
CREATE TABLE triage_rule_set (
  version      integer     NOT NULL,
  rules        jsonb       NOT NULL,
  proposed_at  timestamptz NOT NULL,
  account      text        NOT NULL,
  post         text,
  activated_at timestamptz,
  is_active    boolean     NOT NULL DEFAULT false,
  CONSTRAINT triage_rule_set_pkey PRIMARY KEY (version),
  CONSTRAINT triage_rule_set_version_check CHECK (version > 0),
  CONSTRAINT triage_rule_set_active_check CHECK (NOT is_active OR activated_at IS NOT NULL),
  CONSTRAINT triage_rule_set_rules_check CHECK (jsonb_typeof(rules) = 'array')
);
-- At most one version is in force; serves LockProjects, which brings it to every batch.
CREATE UNIQUE INDEX triage_rule_set_active_idx ON triage_rule_set (is_active) WHERE is_active;

-- The handbook's proposal for R-042 and R-043.
INSERT INTO triage_rule_set (version, rules, proposed_at, account, activated_at, is_active) VALUES (1, '[
  {"name": "人身安全 danger", "words": ["受伤", "触电", "坠落", "起火", "着火", "火灾", "燃气泄漏", "煤气泄漏"], "grade": "major"},
  {"name": "结构安全 structural safety", "parts": ["main-structure"],
   "words": ["沉降", "倾斜", "坍塌", "承重", "断裂", "贯穿裂缝"], "grade": "major"},
  {"name": "诉讼 lawsuit", "words": ["起诉", "诉讼", "法院", "律师函"], "grade": "major"},
  {"name": "媒体 press", "words": ["媒体", "记者", "电视台", "报社", "曝光"], "grade": "major"},
  {"name": "集体上访、退房 collective petition or return", "words": ["集体上访", "联名上访", "集体退房", "要求退房"],
   "grade": "major"},
  {"name": "严重影响使用 loss of use", "words": ["水淹", "倒灌", "全屋停电", "停水", "无法居住"], "grade": "important"},
  {"name": "多次维修无效 repeated failure", "words": ["多次维修", "反复维修", "修了又漏", "再次漏水", "第三次维修"],
   "grade": "important"},
  {"name": "扬言升级 threatened escalation", "words": ["12345", "市长热线", "信访"], "grade": "important"},
  {"name": "客服态度 service", "words": ["客服态度", "回访态度", "服务态度"], "category": "customer-service"},
  {"name": "规划与宣传不符 planning", "words": ["规划变更", "与沙盘不符", "与宣传不符"], "category": "planning-design"},
  {"name": "销售承诺 sales promise", "words": ["销售承诺", "置业顾问"], "category": "sales-service"}
]', now(), 'redress', now(), true);

-- Reports of breaches by staff: read by the leading group alone; no other table, event or role refers to them (R-316).
CREATE TABLE misconduct_report (
  source      text        NOT NULL,
  reference   text        NOT NULL,
  received_at timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL,
  channel     text        NOT NULL,
  project     text        NOT NULL,
  content     text        NOT NULL,
  surname     text,
  telephone   text,
  CONSTRAINT misconduct_report_pkey PRIMARY KEY (source, reference),
  CONSTRAINT misconduct_report_project_fkey FOREIGN KEY (project) REFERENCES project (code),
  CONSTRAINT misconduct_report_content_check CHECK (length(content) BETWEEN 1 AND 4000),
  CONSTRAINT misconduct_report_reporter_check CHECK ((surname IS NULL) = (telephone IS NULL))
);
-- Serves ListMisconductReports.
CREATE INDEX misconduct_report_recorded_idx ON misconduct_report (recorded_at, source, reference);

GRANT SELECT (reported_kind, matter, version) ON complaint TO auditor;
GRANT SELECT ON matter, complaint_link, triage_rule_set TO auditor;
GRANT SELECT (number, version, changed_at, kind_before, kind_after, category_before, category_after, grade_before,
  grade_after, reason, account, post) ON complaint_change TO auditor;
GRANT SELECT (id, number, tried_at, means, is_reached, account, post) ON acknowledgement TO auditor;
GRANT SELECT (id, saved_at, account, post, version, complaint) ON draft TO auditor;
