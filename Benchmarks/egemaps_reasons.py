"""Why columns of eGeMAPS differ from openSMILE's, by the beginning of their names; the first that fits is printed."""

REASONS = {}
