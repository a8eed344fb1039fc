"""One way to run many pieces of work, with progress and cancel."""
