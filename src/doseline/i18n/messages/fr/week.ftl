### The record of a golden week.

week-title = La semaine en or
week-kicker = Doseline · instance { $instance } · graine { $seed }
week-subtitle = Cinq semaines, un patient et un flacon de la cible à la sortie : à travers un lot rejeté, un réacteur à l’arrêt et un report à la dernière heure. Du { $first } au { $last }, heure locale.
week-claim = Le { $at }, le lot { $batch } est rejeté. Sur les { $lost } patients qui devaient en recevoir un flacon, { $absorbed } sont traités malgré tout pendant ces semaines, dont { $window } dans leur fenêtre.
week-followed = Ce dossier suit la cure { $course }, cycle { $cycle } : { $product } à { $site }, prévu le { $at }.
week-answer-served = Le patient est traité le { $at } à { $site } avec { $activity }, { $days } jours après la première date ; le flacon vient de { $supplier }.
week-answer-unserved = Rien ne compense la perte pour ce patient pendant ces semaines. { $why }
week-lost = Patients privés de leur flacon
week-absorbed = Dont traités malgré tout
week-changes-count = Promesses modifiées
week-in-window = Dans la fenêtre : au début, après le rejet, à la fin
week-in-window-note = sur { $demanded } cycles demandés
week-checked = Chaque plan vérifié
week-yes = Oui
week-no = Non
week-kept = { $taken ->
    [0] Toutes les autres promesses ont gardé leur place et leur heure.
    [one] Toutes les autres promesses sauf une ont gardé leur place et leur heure ; celle-là ne tenait plus à côté des autres.
   *[other] Toutes les autres promesses sauf { $taken } ont gardé leur place et leur heure ; celles-là ne tenaient plus à côté des autres.
 }
week-story = L’histoire, pas à pas
week-story-lead = Chaque étape du patient suivi et des deux flacons qui lui étaient destinés : quand, où, par qui, et l’activité à cet instant.
week-curve = Activité, de la cible à la sortie
week-curve-caption = Jusqu’au dernier plan : ce qui s’est passé ; ensuite : ce qui est prévu. Les numéros sont les lignes du tableau ; une ligne verticale en pointillé est un événement sans activité. Dans le patient : la seule décroissance physique, donc au plus cette activité.
week-number = N°
week-when = Heure locale
week-what = Quoi
week-where = Où
week-who = Qui
week-of = De
week-activity = Activité
week-status = État
week-done = fait
week-cancelled = annulé
week-changes-lead = Chaque cycle que le second plan change.
week-no-changes = Le second plan ne change rien.
week-before = Avant
week-after = Après
week-limits = Ce que ce dossier ne montre pas encore
week-limits-body = Les résultats sanguins des patients attendus dans les jours qui viennent sont réputés conformes, sauf si un événement dit le contraire. Le préavis d’un jour, les prix des changements, l’arrêt du réacteur et le report sont des hypothèses de ce récit.
week-files = Dans ce dossier
week-files-body = events.csv, activities.csv et les tables des changements contiennent tout cela sous forme de paquet de données ; chaque pays et chaque plan est un paquet à part, chaque plan avec son rapport.
week-kind-irradiation-starts = Cible dans le réacteur
week-kind-irradiation-ends = Cible hors du réacteur
week-kind-processing-starts = Début du traitement
week-kind-order-by = Dernier instant pour commander ; commandé
week-kind-calibration = Heure de calibration, pour laquelle l’activité est indiquée
week-kind-certified = Certifié
week-kind-departure = Départ
week-kind-arrival = Arrivée et réception
week-kind-admission = Admission
week-kind-administration = Administration
week-kind-discharge = Sortie
week-kind-rejected = Lot rejeté
week-kind-planned-again = Replanifié à partir d’ici
week-kind-told = Patient, centre et transporteur sont prévenus
week-kind-unserved = Ni flacon ni jour trouvés
week-who-reactor-operator = opérateur du réacteur
week-who-production-line = ligne de production
week-who-radiopharmacist = radiopharmacien
week-who-supplier = fournisseur
week-who-qualified-person = personne qualifiée
week-who-transporter = transporteur
week-who-nurse = infirmier
week-who-physician = médecin
week-who-medical-physicist = physicien médical
week-who-planner-of-the-hub = planificateur du hub

## Sur quoi repose l’histoire

week-staged = Mis en scène pour cette histoire : { $suppliers } est supposé fermé du { $first } au { $last }, pour que les patients qui ont besoin de { $products } dépendent de la ligne propre. Aucun fournisseur ne l’a annoncé. La façon dont la perte est absorbée ne vaut que sous cette hypothèse.
week-line-target = dans la cible
week-line-vial = dans le flacon
week-line-never = le flacon qui n’est jamais administré
week-line-patient = dans le patient, au plus
week-subject-irradiation = irradiation
week-subject-batch = lot
week-subject-order = commande
week-subject-vial = flacon
week-subject-shipment = envoi
week-subject-stay = séjour
week-subject-cycle = cycle
week-subject-plan = plan
week-planned = prévu

week-newly-served = { $cycles ->
    [one] un cycle de plus, non donné avant, est donné maintenant
   *[other] { $cycles } cycles de plus, non donnés avant, sont donnés maintenant
 }

## The stopped reactor and the hold

week-stopped = Réacteur à l’arrêt
week-evening = Report
week-stopped-title = { $at } : le réacteur s’arrête
week-stopped-claim = { $reactor } s’arrête le { $at } et doit redémarrer le { $until }. Les cibles qui s’y trouvent sont perdues : { $lost } patients perdent leur flacon, et { $absorbed } d’entre eux sont tout de même traités pendant ces semaines. Les fenêtres de { $open } autres sont encore ouvertes après ces semaines.
week-held-claim = Le { $at }, la cure { $course } est reportée à la dernière heure ; le flacon ne peut plus être annulé. { $who }
week-evening-title = { $at } : reporté à la dernière heure
week-evening-lead = Ce qu’il faut savoir à cette heure, ce qui est décidé, et qui appeler, dans l’ordre des heures qui changent.
week-question = Question
week-answer = Réponse
week-who-is-held = Qui est reporté ?
week-held = Cure { $course }, cycle { $cycle } : { $product } à { $site }, prévu le { $at }. Les résultats sanguins ne sont pas conformes (supposé pour ce récit) ; rien n’est administré avant le { $retest }.
week-what-of-the-vial = Et le flacon ?
week-vial = { $state } Il peut être administré du { $opens } au { $closes }, la marge du centre étant gardée.
week-vial-there = Il est au centre depuis le { $at }.
week-vial-on-road = Il est en route et arrive le { $at }.
week-vial-ordered = Il est commandé, et la commande ne peut plus être annulée.
week-who-stands-by = Qui est en attente de rappel ?
week-listed = { $course }, sinon le { $at }
week-nobody-stands-by = Personne n’est sur la liste de rappel de ce centre pour ce produit.
week-who-is-called-in = Qui est appelé ?
week-called-in = { $course } : le { $at } au lieu du { $was }, avec ce flacon.
week-called-in-anew = { $course } : le { $at }, avec ce flacon.
week-nobody-is-called-in = Personne : le flacon ne va à personne d’autre, et il est perdu à moins que son propre patient puisse encore le recevoir.
week-what-it-costs = Que coûte le report au patient ?
week-held-later = La prochaine administration est le { $at } à { $site }.
week-held-after-these-weeks = Plus rien n’est administré pendant ces semaines ; le plan suivant le reprend.
week-who-signs = Qu’est-ce qui attend une signature ?
week-signatures = Une nouvelle prescription du médecin, la décision du radiopharmacien et l’accord du fournisseur, tous à { $site } ; la fiche de chambre, l’étiquette de déchets et la carte de sortie en découlent. Doseline n’en signe aucune. Le centre doit dire si le patient appelé est enceinte, continent, et si des acides aminés sont commandés là où il en faut.
week-board-before = { $site }, comme promis ; ce qui change est nommé
week-board-after = { $site }, après le report ; ce qui change est nommé
week-kind-reactor-stopped = Réacteur arrêté
week-subject-reactor = réacteur
week-end-served = Cela n’a pas tenu : à la fin, le patient suivi est traité le { $at } à { $site }.
week-end-unserved = Cela n’a pas tenu : ce qui arrive ensuite emporte aussi ce flacon, et le patient suivi ne reçoit plus rien pendant ces semaines.
