"""Live work: composes planning, checking and the twin into events and the golden week."""
