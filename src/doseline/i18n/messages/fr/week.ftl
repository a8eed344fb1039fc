### The record of a golden week.

week-title = La semaine en or
week-kicker = Doseline · instance { $instance } · graine { $seed }
week-subtitle = Un patient et un flacon, de la cible à la sortie, malgré un lot rejeté. Du { $first } au { $last }, heure locale.
week-claim = Le { $at }, le lot { $batch } est rejeté. Sur les { $lost } patients qui devaient en recevoir un flacon, { $absorbed } sont traités malgré tout pendant ces semaines, dont { $window } dans leur fenêtre.
week-followed = Ce dossier suit la cure { $course }, cycle { $cycle } : { $product } à { $site }, prévu le { $at }.
week-answer-served = Le patient est traité le { $at } à { $site } avec { $activity }, { $days } jours après la première date ; le flacon vient de { $supplier }.
week-answer-unserved = Rien ne compense la perte pour ce patient pendant ces semaines. { $why }
week-lost = Patients privés de leur flacon
week-absorbed = Dont traités malgré tout
week-changes-count = Promesses modifiées
week-in-window = Dans la fenêtre, avant et après
week-in-window-note = sur { $demanded } cycles demandés
week-checked = Les deux plans vérifiés
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
week-curve-caption = Jusqu’au rejet : ce qui s’est passé ; ensuite : ce qui est prévu. Les numéros sont les lignes du tableau ; un trait vertical pointillé est un événement sans activité. Dans le patient : la seule décroissance physique, donc au plus cette valeur.
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
week-limits-body = Le planificateur du hub ne paie pas encore de prix pour un changement : il tient les promesses en les figeant. Les bilans sanguins des patients attendus sous quelques jours sont supposés bons. Aucun arrêt de réacteur ni report de dernière heure n’arrive dans cette version.
week-files = Dans ce dossier
week-files-body = events.csv, activities.csv et changes.csv contiennent tout ceci comme paquet de données ; country-before, plan-before, country-after et plan-after sont eux-mêmes des paquets, chaque plan avec son rapport.
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
