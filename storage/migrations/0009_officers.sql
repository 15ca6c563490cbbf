CREATE INDEX journal_of_officer ON journal (officer, seq) WHERE officer IS NOT NULL AND case_id IS NULL;
