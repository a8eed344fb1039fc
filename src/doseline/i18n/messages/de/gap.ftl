### Was der Abstand einer Stufe von ihrer Schranke bedeutet.

gap-window = Höchstens { $left } mehr könnten, nach Dringlichkeit gezählt, im Zeitfenster gegeben werden, wenn überhaupt.
gap-window-none = Mehr kann im Zeitfenster nicht gegeben werden.
gap-days = Von { $value } Wartetagen könnten bei gleich vielen im Zeitfenster höchstens noch { $left } entfallen, wenn überhaupt.
gap-days-none = Bei gleich vielen im Zeitfenster könnte kein Wartetag entfallen.
