### Ce qu’apporterait une place, une personne, une heure de caméra ou un flacon de plus pendant une semaine.

gain-title = Ce qu’apporterait une unité de plus, chaque fois recalculé
gain-column-where = où
gain-column-week = semaine
gain-column-what = de plus
gain-column-lack = cycles à qui cela manque
gain-column-window = de plus dans la fenêtre
gain-column-days = jours d’attente en moins

gain-country = Tout le pays
gain-week = { $week } de { $year }
gain-place = { $kind ->
    [bed] un lit
   *[chair] un fauteuil
 }
gain-head = { $role ->
    [physician] un médecin
    [nurse] un infirmier
    [technologist] un technologue
    [radiopharmacist] un radiopharmacien
   *[physicist] un physicien
 } par service
gain-scanner_hour = une heure de la caméra { $scanner } pour la thérapie
gain-vial = un flacon de { $product } de { $supplier }, calibré le { $on }

gain-sentence = { $where }, semaine { $week } (du { $from }) : { $what } de plus donne { $gain } (recalculé).
gain-nothing = { $where }, semaine { $week } (du { $from }) : { $what } de plus n’apporte rien (recalculé).
gain-cycles = { $count ->
    [one] 1 cycle de plus dans la fenêtre
   *[other] { $count } cycles de plus dans la fenêtre
 }
gain-and-worth = { $cycles } (comptant pour { $worth } par priorité)
gain-worth = { $count } de plus dans la fenêtre, comptés par priorité
gain-days = { $count ->
    [one] 1 jour d’attente en moins
   *[other] { $count } jours d’attente en moins
 }
gain-days-lost = { $count ->
    [one] 1 jour d’attente en plus
   *[other] { $count } jours d’attente en plus
 }
gain-and = { $one } et { $other }
gain-proven = Prouvé : sans une unité de plus, aucun plan n’en donne davantage dans la fenêtre.
gain-weighted = Les cycles dans la fenêtre et les jours sont comptés par priorité.
gain-base = Le même travail sans unité de plus atteint { $window } dans la fenêtre et { $days } jours d’attente. Chaque gain est compté à partir de là, ou du meilleur plan trouvé une fois l’unité retirée.
gain-spread = { $spread ->
    [0] Les recherches sans unité de plus arrivent au même nombre de jours.
    [one] Les recherches sans unité de plus diffèrent d’un jour : un gain d’un jour seul peut être dû au hasard.
   *[other] Les recherches sans unité de plus diffèrent de { $spread } jours : un gain en jours qui n’est pas plus grand peut être dû au hasard.
 }
gain-alone = Chaque unité a été essayée seule : les gains de plusieurs ne s’additionnent pas.
gain-tried = { $tried ->
    [one] Une unité a été essayée
   *[other] { $tried } unités ont été essayées
 } sur { $wanted } qui manquent à des cycles, de chaque sorte à tour de rôle celle qui manque au plus grand nombre ; --most en essaie davantage.
gain-none = Aucune des unités essayées n’apporte quoi que ce soit.
gain-no-unit = À aucun cycle en retard ou non donné il ne manque une place, une personne, une heure de caméra ou un flacon d’un créneau de livraison dont on puisse essayer un de plus.
gain-not-tried = Non essayé, car aucune unité n’y répond à elle seule : { $rules }.
gain-not-tried-rule = { $constraint } ({ $cycles ->
    [one] 1 cycle
   *[other] { $cycles } cycles
 })
