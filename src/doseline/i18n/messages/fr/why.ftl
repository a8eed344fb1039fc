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
why-withheld-not-given = Les analyses de sang ne permettaient pas le traitement ; la prochaine est le { $on }, et rien ne peut être donné avant.
why-overdue = Sa fenêtre était finie avant le début de ce plan ; le { $on } est le premier jour où il pouvait être donné.
why-frozen = Les premiers jours de ce plan, rien n’est donné que ce qui était promis, et sa fenêtre y finit ; le { $on } est le premier jour qui convenait.
why-no_earlier_day = Sa fenêtre finit après le début de ce plan, mais même sans aucun autre patient le { $on } serait le premier jour : avant, dates et intervalles ne laissent aucun jour, aucun flacon ne peut venir, ou aucune place pour lui n’est ouverte.
why-binding = D’après ses dates, il aurait pu être donné dans sa fenêtre.
why-previous_cycle = Il attend le cycle { $previous }, qui n’est pas donné : la raison s’y trouve.
why-unknown = Le plan ne dit pas pourquoi.

## Ce qui s’opposait les jours essayés : chaque jour dans un centre compte une fois, à la première règle qui écarte le cycle
## $met est une liste de ce qui suit, chaque fois avec le nombre de jours

why-tried = { $centres ->
    [one] { $days ->
        [one] Un jour { $kind ->
            [earlier] antérieur a
           *[all] a
        } été essayé
       *[other] { $days } jours { $kind ->
            [earlier] antérieurs ont
           *[all] ont
        } été essayés
    } à { $names }
   *[other] { $centres } centres ont été essayés, sur { $days } de leurs { $kind ->
        [earlier] jours antérieurs
       *[all] jours
    } en tout ({ $names })
 } : { $met }.
why-met = { $days } fois, { $what }
why-met-always = { $days ->
    [one] { $what }
   *[other] chaque fois, { $what }
 }
why-met-or = { $one }, ou bien { $other }
why-met-closed = personne n’y est traité
why-met-closure = le centre, ou ce que le séjour en demande, était fermé
why-met-stopped_supplier = le fournisseur de { $product } qui aurait pu envoyer un flacon était à l’arrêt
why-met-stopped_reactor = le réacteur qui aurait pu irradier la cible pour { $product } était à l’arrêt
why-met-stopped_line = la ligne qui aurait pu faire { $product } était à l’arrêt
why-met-no_vial = aucun flacon de { $product } avec l’activité prescrite ne pouvait être là à temps
why-met-material = chaque créneau de livraison de { $product } commençait avant que le matériel propre du patient puisse y être
why-met-free = rien ne l’écartait, mais ce plan n’utilise pas ce jour
why-disturbed-closure = { $of } est fermé { $when } ({ $why }).
why-disturbed-places = { $count ->
    [one] La place { $places } de { $of } est fermée
   *[other] Les places { $places } de { $of } sont fermées
 } { $when } ({ $why }).
why-disturbed-stop = { $of } est à l’arrêt { $when } ({ $why }).
why-when-day = le { $first }
why-when-days = du { $first } au { $last }
why-when-hours = le { $first } de { $begins } à { $ends }
why-when-instants = du { $first } à { $begins } au { $last } à { $ends }
why-disturbed-more = { $rows ->
    [one] Une autre fermeture ou un autre arrêt a joué.
   *[other] { $rows } autres fermetures et arrêts ont joué.
 }
why-order = { $days ->
    [one] Un de ces jours
   *[other] { $days } de ces jours
 }, le flacon de la commande { $order }, faite pour lui, aurait pu être utilisé à { $site } : { $met }.
why-order-never = Le flacon de la commande { $order }, faite pour lui à { $site }, ne pouvait être utilisé aucun des jours que permettent ses dates et ses analyses de sang.

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
why-and-more = { $centres } et { $more } autres
why-still-open = Sa fenêtre finit le { $until }, après l’horizon : le plan suivant peut encore le donner à temps.
