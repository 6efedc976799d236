-- Serves Anonymise (R-333): the reports on the letters of an order.
CREATE INDEX completion_report_commission_idx ON completion_report (commission);
