-- Serves RecentComplaints, which loads the complaints of the few places of a project of which three people have complained
-- within the month (R-039, R-044), and SimilarComplaints.
CREATE INDEX complaint_place_idx ON complaint (project, building, building_part, received_at);
