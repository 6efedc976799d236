-- What `redress verify` and `redress case` read of the register: never the customer, the address or the words (R-335).
GRANT SELECT ON project, complaint_series TO auditor;
GRANT SELECT (number, project, year, serial, source, reference, received_at, registered_at, channel, kind, category, grade,
  building_part, repeats) ON complaint TO auditor;
