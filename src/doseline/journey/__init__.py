"""The nouns of the journey of one dose, frozen and without logic."""
