"""From a planning problem to a solution with a proven bound; replan, offer and explain."""
