"""A country as a data package: read, validate, write and upgrade it."""
