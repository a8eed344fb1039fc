"""What is true of every journey: windows of a cycle, usable window of a vial, length of a stay, steps and states."""
