"""Charts, tables with their twins, reports and assumption marks."""
