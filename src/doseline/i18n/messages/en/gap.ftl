### What the gap of a level means.

gap-window = At most { $left } more could be given in window, counted by priority, if any.
gap-window-none = No more could be given in window.
gap-days = Of { $value } days of waiting at most { $left } could still be saved with as many in window, if any.
gap-days-none = None of the days of waiting could be saved with as many in window.
