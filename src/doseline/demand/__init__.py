"""From incidence to referred patients, by indication, region and year; synthetic cohorts and named instances."""
