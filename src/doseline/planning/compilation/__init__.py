"""From a country to the arrays of a problem, piece by piece; ``planning.problem`` puts them together."""
