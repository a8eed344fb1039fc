### Ce que signifie l’écart d’un niveau à sa borne.

gap-window = Au plus { $left } de plus pourraient être donnés dans la fenêtre, comptés par priorité, si cela se peut.
gap-window-none = Rien de plus ne pourrait être donné dans la fenêtre.
gap-days = Sur { $value } jours d’attente, au plus { $left } pourraient encore être épargnés avec autant de cycles dans la fenêtre, si cela se peut.
gap-days-none = Avec autant de cycles dans la fenêtre, aucun jour d’attente ne pourrait être épargné.
