### Pourquoi un cycle est donné en retard, ou pas du tout. Les dates et les noms arrivent déjà écrits.

## Ce qui décide du retard d’un cycle, en quelques mots

why-cause-pinned = promis auparavant
why-cause-interval = intervalle
why-cause-withheld = analyses de sang
why-cause-overdue = en retard avant le plan
why-cause-frozen = premiers jours figés
why-cause-no_earlier_day = aucun jour plus tôt
why-cause-binding = règles
why-cause-unknown = non indiqué

## La même chose en phrases

why-pinned = Il était promis pour le { $on } avant le début de ce plan, après la fin de sa fenêtre.
why-interval = Le cycle { $previous } le précède, et { $days } jours doivent les séparer : le { $on } est le premier jour possible.
why-withheld = Les analyses de sang ne permettaient pas le traitement ; la prochaine est le { $on }, après la fin de la fenêtre.
why-overdue = Sa fenêtre était finie avant le début de ce plan ; le { $on } est le premier jour où il pouvait être donné.
why-frozen = Les premiers jours de ce plan, rien n’est donné que ce qui était promis, et sa fenêtre y finit ; le { $on } est le premier jour qui convenait.
why-no_earlier_day = Sa fenêtre est ouverte, mais même sans aucun autre patient le { $on } serait le premier jour : avant, aucun flacon ne peut venir, ou aucun centre n’est ouvert.
why-binding = Il aurait pu être donné dans sa fenêtre, mais :
why-then = Ensuite :
why-previous_cycle = Il attend le cycle { $previous }, qui n’est pas donné.
why-no-single = Aucune règle seule ne l’écarte : d’autres, de priorité égale ou supérieure, ont pris ce qu’il lui faut.
why-unknown = Le plan ne dit pas pourquoi.

## Ce qui est complet après l’horizon

why-tail-vial = Dans la semaine du { $week }, après l’horizon, il ne reste aucun flacon de { $product } pour les cycles ultérieurs.
why-tail-place = Dans la semaine du { $week }, après l’horizon, { $site } n’a plus { $kind ->
    [overnight] de lit
   *[other] de place
 } pour les cycles ultérieurs.
why-tail-staff = Dans la semaine du { $week }, après l’horizon, { $site } n’a plus d’heures { $role ->
    [physician] de médecin
    [nurse] d’infirmier
    [technologist] de technologue
    [radiopharmacist] de radiopharmacien
   *[other] de physicien
 } pour les cycles ultérieurs.
why-tail-more = { $rows ->
    [one] Une ligne de plus est complète dans ces semaines.
   *[other] { $rows } lignes de plus sont complètes dans ces semaines.
 }
why-all-centres = un des { $centres } centres essayés
why-centres = { $count ->
    [one] Un centre a été essayé : { $centres }.
   *[other] { $count } centres ont été essayés : { $centres }.
 }
why-and-more = { $centres } et { $more } autres
why-still-open = Sa fenêtre finit le { $until }, après l’horizon : le plan suivant peut encore le donner à temps.
