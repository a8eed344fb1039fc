### Le rapport d'un plan. Les nombres arrivent déjà écrits, sauf si un pluriel en dépend.

## La page

report-title = Plan de thérapie par radioligands, { $country }
report-kicker = Doseline · instance { $instance } · scénario { $scenario } · graine { $seed }
report-subtitle = Du { $first } au { $last }. Planifié le { $planned }, heure locale.
report-skip = Aller au contenu
report-contents = Sommaire
report-mark = h
report-mark-meaning = repose sur une hypothèse
report-mark-explained = Le signe qui suit cette phrase accompagne chaque chiffre qui repose sur une hypothèse ; en tête d’une colonne, il vaut pour toute la colonne. La dernière section les énumère toutes.
report-closing = Établi par Doseline : logiciel de planification et de recherche, et non un dispositif médical. Tous les patients sont synthétiques. Aucune valeur de ce rapport n’est signée.
report-as-table = Afficher en tableau
report-folded = { $rows ->
    [one] Une ligne non imprimée
   *[other] { $rows } lignes non imprimées
 } : ouvrez cette partie avant d’imprimer.
report-folded-in = { $rows ->
    [one] Une ligne non imprimée
   *[other] { $rows } lignes non imprimées
 } : ouvrez cette partie avant d’imprimer, ou voyez { $table }.
report-printed-briefly = Imprimé sans la phrase sur chacun : ouvrez cette partie avant d’imprimer pour les avoir.
report-what = Quoi
report-where = Où

## L'ouverture

report-claim = { $served } des { $demanded } cycles demandés sont donnés dans leur fenêtre ({ $share }).
report-claim-empty = Aucun cycle n’est dû pendant ces semaines : il n’y a rien à planifier.
report-share-title = Ce que deviennent les cycles demandés
report-labelled = { $label } : { $text }
report-counted = { $label } : { $count }
report-in-window = Dans la fenêtre
report-late = Donnés plus tard
report-unserved = Non donnés
report-proven = Prouvé : avec les chambres, le personnel et l’approvisionnement supposés ici, aucun plan n’en donne plus de { $bound } dans la fenêtre. Il reste au plus { $gap } de cycles de plus dans la fenêtre à gagner.
report-proven-best = Prouvé : avec les chambres, le personnel et l’approvisionnement supposés ici, aucun plan n’en donne davantage dans la fenêtre.
report-proven-weighted = Prouvé : compté par priorité, ce plan vaut { $value } dans la fenêtre ; avec les chambres, le personnel et l’approvisionnement supposés ici, aucun plan ne vaut plus de { $bound }. Il reste au plus { $gap } de cette valeur à gagner.
report-no-bound = Aucune borne n’est connue : un meilleur plan peut exister.
report-bound-wrong = Le plan porte une borne de { $bound } et atteint lui-même { $value } : son certificat est faux, et rien n’est prouvé.
report-bound-unchecked = Le certificat de cette borne n’a pas encore été réévalué par le contrôle.
report-changed = Changements de promesses, par prix
report-days-late = Jours d’attente
report-days-late-weighted = Jours d’attente, par priorité
report-days-bound = au moins { $bound } dans tout plan aussi bon dans la fenêtre (écart { $gap })
report-vials = Flacons
report-vials-unused = { $unused ->
    [0] tous administrés
    [one] dont { $unused } inutilisé
   *[other] dont { $unused } inutilisés
 }
report-batches = Lots
report-irradiations = { $irradiations ->
    [one] issus de { $irradiations } irradiation
   *[other] issus de { $irradiations } irradiations
 }
report-shipments = Expéditions
report-packages = { $packages ->
    [one] { $packages } colis
   *[other] { $packages } colis
 }
report-stays = Séjours
report-stays-centres = { $centres ->
    [one] dans { $centres } centre
   *[other] dans { $centres } centres
 }
report-checked = Contrôlé
report-checked-yes = Oui
report-checked-yes-note = par un contrôle qui ne partage rien avec le planificateur : aucune règle n’est enfreinte
report-checked-without-note = par un vérificateur qui ne partage rien avec le planificateur, sans { $without }, comme il a été fait : aucune autre règle n’est enfreinte
report-checked-no = Non
report-checked-no-note = le contrôle a trouvé des règles enfreintes : n’utilisez pas ce plan
report-checked-unknown = Pas encore
report-checked-unknown-note = le plan ne porte aucun verdict du contrôle
report-without = Ce plan a été fait sans { $constraints } : il répond à une question et ne doit pas être suivi.
report-not-a-device = Ceci est un logiciel de planification et de recherche, et non un dispositif médical.
report-synthetic = Tous les patients sont synthétiques.
report-unsigned = { $assumptions ->
    [0] Le plan ne repose sur aucune hypothèse.
    [one] Le plan repose sur { $assumptions } hypothèse déclarée ({ $safety } touchant à la sécurité) derrière { $figures } chiffres, non signée.
   *[other] Le plan repose sur { $assumptions } hypothèses déclarées derrière { $figures } chiffres ; { $safety } touchent à la sécurité, et aucune n’est signée.
 }
report-scenario-note = Les nombres de chambres que personne ne publie sont supposés : lisez le scénario « { $scenario } » à côté des autres (low, base, high).
report-by-product = La demande et ce qu’elle devient, par produit
report-product = Produit
report-demanded = Demandés
report-share = Part dans la fenêtre

## La carte

report-map = Où les patients sont traités
report-map-lead = Chaque cercle est un centre : sa surface suit le nombre d’administrations de ces semaines, sa couleur la part donnée dans la fenêtre.
report-map-description = { $country } : une carte avec un cercle pour chaque centre de traitement, des carrés pour les fournisseurs, des losanges pour les réacteurs et des lignes pour les expéditions. Les tableaux ci-dessous disent la même chose.
report-map-caption = Les lignes sont des liaisons de transport, plus larges quand les expéditions sont plus nombreuses ; les tirets disent qui expédie. Les cercles qui se couvriraient sont placés côte à côte, avec un trait fin vers le lieu du centre. Les flèches au bord indiquent des lieux hors de la carte.
report-map-outline = Contour : Natural Earth.
report-map-no-ranking = Ceci n’est pas un classement des centres. La plupart des nombres de lits et de fauteuils sont supposés : un centre peut paraître plus plein ou plus vide qu’il ne l’est.
report-map-table = Les centres, leurs places et leurs administrations
report-share-below = moins de { $share }
report-share-from = à partir de { $share }
report-share-all = tous
report-rooms-assumed = nombre de places supposé
report-reactor = réacteur
report-supplier = fournisseur
report-sources-table = Fournisseurs qui expédient et réacteurs qui irradient
report-lanes-table = Liaisons de transport et leurs expéditions
report-lane-from = De
report-lane-to = Vers
report-centre = Centre
report-city = Localité
report-region = Région
report-beds = Lits
report-chairs = Fauteuils
report-administrations = Administrations

## Les tableaux de bord

report-boards = Occupation de chaque centre
report-boards-lead = Chaque lit et chaque fauteuil sur les semaines du plan. Sur un lit, une barre est aussi longue que le séjour ; sur un fauteuil, les séjours d’un jour se suivent de haut en bas.
report-weekend = week-end
report-holiday = jour férié
report-closed = fermé, ou occupé par un patient précédent
report-place-assumed = la place est supposée
report-board-title = Occupation de { $site }
report-board-description = { $stays ->
    [one] un séjour
   *[other] { $stays } séjours
 } sur { $places ->
    [one] une place
   *[other] { $places } places
 } ; le tableau ci-dessous les énumère.
report-board-note = { $beds ->
    [one] { $beds } lit
   *[other] { $beds } lits
 }, { $chairs ->
    [0] aucun fauteuil de jour
    [one] { $chairs } fauteuil de jour
   *[other] { $chairs } fauteuils de jour
 }
report-week = sem. { $number } · { $day }
report-bed = Lit { $number }
report-chair = Fauteuil { $number }
report-in-house = patient présent au début du plan
report-holidays = Jours fériés de ces semaines : { $holidays }.
report-stay = séjour
report-closed-why = fermé : { $reason }
report-place-free = inoccupé ces semaines
report-place = Place
report-vial-key = Flacon
report-vial-from = Vient de
report-for-whom = Pour qui
report-batch-to = { $centre } : { $cycles }.
report-course = Cure
report-cycle = Cycle

## L'approvisionnement

report-supply = L’offre face à la demande
report-supply-lead = Les flacons semaine par semaine : ce que les fournisseurs offrent, ce que le plan utilise et ce qui est dû.
report-used-long = flacons utilisés, par semaine de départ de chez le fournisseur
report-offered-long = flacons offerts cette semaine-là, là où l’échelle le permet
report-demanded-long = cycles dus
report-supply-note = Un flacon offert et un flacon utilisé comptent dans la même semaine : celle où il est prêt à quitter son fournisseur. Un flacon utilisé peut donc être administré quelques jours ou une semaine plus tard. Sont offerts les créneaux qui pouvaient encore être commandés quand le plan a été fait, les commandes déjà passées et, pour une ligne de production propre, les flacons de ses lots dans ce plan et ceux que l’activité restante remplirait. Les cycles comptent dans la semaine où ils sont dus. Ce qui précède ces semaines compte dans la première.
report-supply-description = Sur toutes les semaines : { $offered } flacons offerts, { $used } utilisés, { $demanded } cycles dus. Le tableau ci-dessous donne chaque semaine.
report-week-from = Semaine du
report-offered = Offerts
report-used = Utilisés
report-line-title = La ligne de production propre pour { $product }
report-line-description = { $irradiations } irradiations dans les cycles du réacteur, et { $batches } lots ; les tableaux les énumèrent.
report-line-caption = Barres grises : le réacteur fonctionne. Barres colorées : les cibles dans le réacteur ; les lots, du début du traitement chimique à la remise au transporteur. Barres croisées : arrêts.
report-position = Position { $number }
report-stops = Arrêts
report-batches-as-table = { $batches ->
    [one] Afficher le lot en tableau
   *[other] Afficher les { $batches } lots en tableau
 }
report-batch = Lot
report-irradiation-starts = Irradiation dès
report-irradiation-days = Jours
report-end-of-bombardment = Fin d’irradiation
report-calibration = Calibration
report-usable = Activité utilisable
report-allocated = Attribuée

## Un flacon

report-vial = Un flacon, de la cible au patient
report-vial-lead = L’activité d’un flacon à chaque instant, des premiers neutrons à l’administration. L’échelle est logarithmique : une droite descendante est une pure décroissance.
report-vial-none = Aucun flacon n’est administré dans ce plan.
report-vial-inactive = Les flacons de ce plan ne contiennent aucune activité dont la décroissance puisse être montrée.
report-vial-which = { $product }, flacon { $vial } ({ $origin }), pour la cure { $course }, cycle { $cycle }, à { $site }.
report-vial-external = Un fournisseur externe ne montre ni son irradiation ni son lot : la courbe commence au premier fait connu du flacon.
report-vial-caption = Les numéros renvoient aux lignes du tableau. Le pointillé est le chemin de la cible au lot (rendement et échantillons) et du lot à la part de ce flacon.
report-vial-table = Ce qui est arrivé au flacon
report-vial-tolerance = Activité administrée { $administered }, après un résidu attendu de { $residual } ; prescrite { $prescribed } ; écart { $deviation }, admis { $tolerance }.
report-activity-axis = Activité
report-activity = Activité
report-number = Nº
report-event = Événement
report-holder = De
report-local-time = Heure locale
report-holder-target = cible
report-holder-batch = lot
report-holder-vial = ce flacon
report-phase-irradiation = dans le réacteur
report-phase-processing = refroidissement et traitement
report-phase-vial = flacon
report-event-irradiation = Début d’irradiation
report-event-end = Fin d’irradiation
report-event-processing = Début du traitement chimique
report-event-batch = Activité utilisable du lot
report-event-calibration = Heure de calibration, pour laquelle l’activité est indiquée
report-event-made = Fabriqué
report-event-certified = Certifié par la personne qualifiée
report-event-departure = Départ
report-event-arrival = Arrivée au centre
report-event-admission = Admission
report-event-administration = Administration
report-event-discharge = Sortie

## Non servis

report-not-served = Qui n’est pas servi, et pourquoi
report-not-served-lead = Un cycle qui n’est pas donné attend toujours : il compte avec ses jours jusqu’à la fin du plan.
report-none-unserved = Chaque cycle demandé est donné.
report-binding = Ce qui limite
report-binding-caption = Règles qui écartent des cycles certains ou tous les jours essayés ; un cycle peut en rencontrer plusieurs
report-constraint = Contrainte
report-meaning = Ce qu’elle dit
report-cycles = Cycles
report-alone = Dont seule règle nommée
report-disturbed = Fermetures et arrêts
report-disturbed-caption = Fermetures et arrêts rencontrés, certains jours essayés, par des cycles en retard ou manquants
report-disturbed-what = Fermeture ou arrêt
report-no-single-reason = Le plan ne nomme aucune règle pour ces cycles.
report-unknown-constraint = Cette contrainte n’a pas de phrase à elle.
report-regions = Par région
report-regions-caption = Demande et service selon la région où vit le patient
report-regions-note = La moyenne compte tous les cycles demandés, donnés ou non. Les régions diffèrent par leurs habitants et par les produits qu’il leur faut : une différence est une question, pas encore une injustice.
report-no-region = région non indiquée
report-mean-wait = Attente moyenne de tous, jours
report-mean-wait-given = Attente moyenne, donnés
report-mean-wait-unserved = Attente moyenne, non donnés
report-unserved-list = { $cycles ->
    [one] Le cycle non donné
   *[other] Les { $cycles } cycles non donnés, un par un
 }
report-due = Dû le
report-window-end = Fin de fenêtre
report-waiting-days = Jours d’attente
report-why = Pourquoi

## En retard

report-late-title = Qui est traité en retard, et pourquoi
report-late-lead = Un cycle donné après la fin de sa fenêtre est en retard. Ce qui l’a décidé figure à côté.
report-none-late = Aucun cycle n’est donné après sa fenêtre.
report-late-causes = Ce qui met les cycles en retard
report-late-list = { $cycles ->
    [one] Le cycle en retard
   *[other] Les { $cycles } cycles en retard, un par un
 }
report-given = Donné le
report-cause = Cause

## Attentes

report-waits = Combien de temps les patients attendent
report-waits-lead = Jours entre la date nominale et l’administration ; un cycle donné à cette date, ou avant, attend 0 jour. Un cycle qui n’est pas donné attend au moins jusqu’à la fin du plan et compte ainsi.
report-no-administrations = Rien n’est administré dans ce plan.
report-waits-caption = Les barres comptent les cycles donnés. Les attentes de { $longest } jours et plus se partagent une barre. Chaque produit a sa propre échelle de cycles.
report-waits-left-out = { $cycles ->
    [one] Un cycle qui n’est pas donné ne figure dans aucune barre : personne ne sait encore combien de temps il attend.
   *[other] { $cycles } cycles qui ne sont pas donnés ne figurent dans aucune barre : personne ne sait encore combien de temps ils attendent.
 }
report-waits-table = Attentes par produit, en jours ; les parts et les plus longues attentes sont celles des cycles donnés
report-waits-summary = { $cycles } cycles, { $none } sans attente, la plus longue { $longest } jours
report-days-after-due = Jours après la date nominale
report-cycles-by-root = Cycles (échelle en racine carrée)
report-on-time = Sans attente
report-nine-of-ten = Neuf sur dix en
report-longest = La plus longue

## Commandes

report-orders = Commandes à passer
report-orders-lead = Ce qu’il faut dire à chaque fournisseur, le prochain délai d’abord. Les nouvelles commandes sont provisoires jusqu’à ce que quelqu’un les passe.
report-no-orders = Ce plan ne commande rien à des fournisseurs externes.
report-orders-of = Commandes chez { $supplier }
report-orders-count = { $orders ->
    [one] { $orders } commande à passer
   *[other] { $orders } commandes à passer
 }, { $vials ->
    [one] { $vials } flacon
   *[other] { $vials } flacons
 }
report-orders-shown = { $shown } sur { $orders } affichées
report-orders-later = { $orders ->
    [one] { $orders } commande au délai plus lointain
   *[other] { $orders } commandes aux délais plus lointains
 }
report-orders-placed = { $orders ->
    [one] { $orders } commande déjà passée
   *[other] { $orders } commandes déjà passées
 }
report-order-by = Commander avant
report-state = État
report-order = Commande
report-state-provisional = provisoire
report-state-confirmed = confirmée
report-state-irrevocable = irrévocable
report-state-road = en route

## Hypothèses et origine

report-assumptions = Sur quoi ceci repose
report-assumptions-lead = Tout chiffre sans source publique est une hypothèse, comme tout ce qui en est calculé.
report-signing = Rien ici n’est signé. Seul un expert nommé d’un centre peut signer une valeur, pour ce centre. D’ici là, aucun document destiné à un patient ne peut en être tiré.
report-no-assumptions = Aucun chiffre de ce pays ne repose sur une hypothèse.
report-assumptions-caption = { $assumptions ->
    [one] { $assumptions } hypothèse, { $safety } touchant à la sécurité
   *[other] { $assumptions } hypothèses, dont { $safety } touchant à la sécurité ; celles-ci d’abord
 }
report-source = Source
report-concern = Touche
report-concern-safety = sécurité
report-concern-demand = demande
report-concern-capacity = capacité
report-concern-note = « Touche » est lu dans les tables : le plus grave de ce dont elles traitent. « Class » dans le texte est tout ce que son auteur a vu.
report-table = Tables
report-rows = Lignes
report-children = En dérivent
report-citation = Ce qu’elle dit
report-origin = D’où vient ce rapport
report-instance = Instance et scénario
report-seed = Graine de la cohorte
report-search-seed = Graine de la recherche
report-planned-at = Planifié le
report-package = Paquet de données
report-work = Travail du planificateur
report-elapsed = Temps pris
report-versions = Versions
report-written-by = Rapport écrit par
report-outline = Contour de la carte
report-not-stated = non indiqué

## En plus : fourniture, tableaux et commandes

report-shut-suppliers = Fournisseurs à l’arrêt
report-shut-caption = Ces jours-là, un fournisseur n’envoie rien ; ses créneaux ne comptent pas comme offerts.
report-shut-from = Du
report-shut-until = Au
report-board-stays = Séjours de ces semaines : { $stays }
report-scans = Examens
report-scan-at = { $at } ({ $scanner })
page-mark-explained = Le signe qui suit cette phrase accompagne chaque chiffre fondé sur une hypothèse ; en tête d’une colonne, il vaut pour toute la colonne. Le rapport de chaque plan énumère les hypothèses.
report-proven-weighted-best = Prouvé : compté par priorité, ce plan vaut { $value } dans la fenêtre ; avec les chambres, le personnel et l’approvisionnement supposés ici, aucun plan ne vaut plus de { $bound } : il ne reste rien à gagner dans la fenêtre.
report-priorities = Par priorité signifie que chaque cycle compte avec le poids de sa cure : { $weights }. Un cycle dans sa fenêtre vaut son poids, et un jour d’attente le coûte. Dans les cohortes inventées de Doseline, une cure à commencer pèse 2 et une cure en cours 3, et une cure dans une étude 1 de plus.
report-weight = { $courses ->
    [one] { $courses } cure pèse { $weight }
   *[other] { $courses } cures pèsent { $weight }
 }
report-orders-free-days = { $free } délais sur { $orders } tombent un week-end ou un jour férié : le dernier jour ouvrable qui précède figure à côté.
report-shipment = Envoi
report-road = Flacons en route au début du plan
report-road-note = Ils sont partis avant que ce plan soit fait et se trouvent dans une camionnette ou dans le laboratoire chaud de leur centre. Chacun sert uniquement son propre cycle.
report-road-count = { $vials ->
    [one] un flacon
   *[other] { $vials } flacons
}
report-road-from = Commande ou lot
report-road-way = De – à
report-road-not-given = non administré
report-unused-vials = Flacons commandés qui ne seront pas administrés
report-unused-note = Ils ont été commandés avant ce plan et ne peuvent être décommandés, ou ne l’ont pas été : prévenez fournisseurs et centres.
report-unused-withheld = Les résultats sanguins suspendent le cycle jusqu’au { $retest }.
report-unused-elsewhere = Le cycle reçoit un autre flacon, le { $at }.
report-unused-surplus = Il n’a été rempli pour aucun cycle de ce plan.
report-supplier-name = Fournisseur
report-order-before-free-day = Dernier jour ouvrable avant

## Patients qui changent d’hôpital

report-transfers = Patients qui changent d’hôpital
report-transfers-lead = Un patient change d’hôpital quand un cycle est donné dans un autre centre que le cycle précédent, que celui-ci soit passé ou dans ce plan.
report-transfers-none = Chaque cycle est donné dans le centre du cycle précédent.
report-transfers-count = { $changes ->
    [one] Un cycle est donné dans un autre centre que le cycle précédent.
   *[other] { $changes } cycles sont donnés dans un autre centre que le cycle précédent.
 }
report-transfers-farther = { $changes ->
    [0] Aucun de ces centres n’est plus loin du domicile.
    [one] Un de ces centres est plus loin du domicile, de { $minutes } minutes par trajet.
   *[other] { $changes } fois il est plus loin du domicile, de { $minutes } minutes par trajet en moyenne.
 }
report-transfers-mean = { $way ->
    [shorter] Sur tous les changements, le trajet est plus court de { $minutes } minutes en moyenne.
   *[longer] Sur tous les changements, le trajet est plus long de { $minutes } minutes en moyenne.
 }
report-transfers-why = Un changement peut ramener un cycle dans sa fenêtre, ou épargner des jours d’attente, des pertes ou des envois. Le plan ne donne pas encore de prix à un changement d’hôpital : le centre précédent avait peut-être aussi de la place. La règle C18 ne permet un changement que si la cure l’admet, et dans la limite du trajet que le patient accepte.
report-transfers-list = { $changes ->
    [one] Le changement
   *[other] Les { $changes } changements, un par un
 }
report-centre-before = Centre précédent
report-centre-now = Nouveau centre
report-travel-before = Trajet avant, min
report-travel-now = Trajet maintenant, min

## Niveaux

report-levels = Niveaux
report-levels-lead = Un plan est jugé niveau par niveau, et un niveau inférieur ne coûte jamais rien à un niveau supérieur. Aucun plan aussi bon aux niveaux supérieurs ne dépasse la borne ; l’écart est la distance du plan à la borne, en part de celle-ci.
report-level = Niveau
report-level-counts = Ce qu’il compte
report-level-value = Ce plan
report-level-bound = Borne
report-level-gap = Écart
report-level-worth = Ce que vaut la borne
report-level-in-window = { $weighted ->
    [yes] Cycles dans leur fenêtre, chacun avec le poids de sa cure. Plus il y en a, mieux c’est.
   *[no] Cycles dans leur fenêtre. Plus il y en a, mieux c’est.
 }
report-level-waiting = { $weighted ->
    [yes] Jours d’attente après la date nominale, chacun avec le poids de sa cure ; un cycle qui n’est pas donné attend jusqu’à la fin du plan. Moins il y en a, mieux c’est.
   *[no] Jours d’attente après la date nominale ; un cycle qui n’est pas donné attend jusqu’à la fin du plan. Moins il y en a, mieux c’est.
 }
report-level-changed = Ce qui change des places, heures, dates et centres promis, chacun à son prix. Moins il y en a, mieux c’est.
report-level-wasted = Ce qui décroît après le départ, les flacons que personne ne reçoit et ce qui reste d’un lot. Moins il y en a, mieux c’est.
report-level-shipments = Départs avec au moins un flacon. Moins il y en a, mieux c’est.
report-level-cost = Ce que coûtent les trajets de ces envois. Plus c’est bas, mieux c’est.
report-level-unpriced = { $lanes ->
    [one] Un des { $every } trajets n’indique pas de prix et ne compte pas.
   *[other] { $lanes } des { $every } trajets n’indiquent pas de prix et ne comptent pas.
 }
report-level-best = Prouvé : aucun plan ne fait mieux ici.
report-level-between = Prouvé : le meilleur plan se trouve entre celui-ci et la borne.
report-level-far = Prouvé, mais la borne est loin et dit peu : l’écart ne mesure pas ce qui reste à gagner.
report-level-blind-hours = La borne compte en jours : elle ne connaît ni les heures où le personnel est occupé, ni qui peut partager une chambre.
report-level-blind-rivals = La borne est trouvée cycle par cycle : elle voit peu combien veulent le même flacon, le même jour ou le même lit.
report-level-blind-loads = La borne ne sait pas combien peu de patients d’un centre un départ peut servir.
report-not-known = non connu
report-gap-over = plus de { $whole }
report-levels-unchecked = Le contrôle n’a pas encore réévalué ces certificats ; d’ici là, rien n’est prouvé ici.
report-waste = Activité perdue
report-cost = Coût du transport
