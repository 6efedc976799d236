-- The complaint guide and common questions with their answers (R-036). It holds nothing about a customer.
CREATE TABLE guide_entry (
  key              text        NOT NULL,
  position         integer     NOT NULL,
  question         text        NOT NULL, -- in Chinese, as the answer
  answer           text        NOT NULL,
  question_english text        NOT NULL,
  answer_english   text        NOT NULL,
  is_published     boolean     NOT NULL,
  reviewed_at      timestamptz NOT NULL, -- written, or found to hold still
  account          text        NOT NULL,
  post             text,
  version          bigint      NOT NULL,
  CONSTRAINT guide_entry_pkey PRIMARY KEY (key),
  CONSTRAINT guide_entry_position_check CHECK (position BETWEEN 0 AND 9999),
  CONSTRAINT guide_entry_question_check CHECK
    (length(question) BETWEEN 1 AND 200 AND length(question_english) BETWEEN 1 AND 200),
  CONSTRAINT guide_entry_answer_check CHECK
    (length(answer) BETWEEN 1 AND 4000 AND length(answer_english) BETWEEN 1 AND 4000),
  CONSTRAINT guide_entry_version_check CHECK (version > 0)
);
GRANT SELECT ON guide_entry TO auditor;

-- What the manuals themselves say, as it was written that day, without limits that a policy may change; a company writes its
-- own in their place.
INSERT INTO guide_entry VALUES
  ('how-to-complain', 10, '怎样投诉？', '您可以拨打客户服务热线、到物业管理处或客户服务部、来信，或在网上提出。
无论由谁受理，您只需说明一次：我们当场登记，并告知您投诉编号。',
   'How do I complain?', 'By the hotline, at the property office or at customer service, by letter, or online.
Whoever takes it, you say it once: it is registered and you are told its number.',
   true, '2026-11-26', 'redress', NULL, 1),
  ('when-will-i-be-answered', 20, '多久能得到答复？', '责任部门收到投诉后，在公司承诺的期限内答复您，并说明处理方案；需要查看现场的，在期限内上门，或按您约定的时间上门。',
   'When will I be answered?', 'The department that is responsible answers with a plan within the time that the company promises.
Where somebody has to look at the place, he comes within that time, or when it suits you.',
   true, '2026-11-26', 'redress', NULL, 1),
  ('how-long-is-the-warranty', 30, '保修多久？', '屋面、卫生间等有防水要求的房间和外墙面防渗漏五年；供热与供冷系统两个采暖期、供冷期；电气管线、给排水管道、设备安装和装修两年；地基基础和主体结构为设计文件规定的合理使用年限。合同另有更长约定的，按合同。',
   'How long is the warranty?', 'Waterproofing of roof, wet rooms and outer walls five years; heating and cooling two seasons; electric lines, water pipes, installed equipment and decoration two years; foundation and main structure as long as the design says.
Where the contract gives longer, the contract counts.',
   true, '2026-11-26', 'redress', NULL, 1);
