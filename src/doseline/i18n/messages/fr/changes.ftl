### Ce qu'un nouveau plan change au précédent : pourquoi, et qui doit être prévenu.

change-batch-failed = Le lot { $subject } a été rejeté, et ce flacon devait en venir.
change-batch-short = Le lot { $subject } a moins d’activité que prévu, et ce flacon n’y trouve plus de place.
change-certification-late = { $subject } est certifié plus tard, trop tard pour cette heure.
change-vial-broken = Le flacon { $subject } s’est cassé.
change-shipment-late = L’envoi { $subject } arrive plus tard, après cette heure.
change-supplier-shut = { $subject } est fermé, et ce flacon devait en venir.
change-line-stopped = La ligne { $subject } est arrêtée, et ce flacon devait en venir.
change-reactor-stopped = Le réacteur { $subject } est arrêté, et ce flacon devait venir d’une cible qui s’y trouve.
change-site-closed = { $subject } est fermé à cette heure.
change-place-closed = La place { $subject } est fermée à cette heure.
change-scanner-closed = Le scanner { $subject } ne prend personne à l’heure de l’examen.
change-tank-closed = La cuve { $subject } ne prend pas d’eau à cette heure, et aucune autre n’est ouverte.
change-labs-withheld = Les résultats sanguins reportent le traitement jusqu’au { $until }.
change-patient-stopped = La cure est terminée, et rien n’en est plus administré.
change-patient-transferred = La cure continue à { $site }.
change-patient-added = Le patient est nouveau depuis le plan précédent.
change-activity-reduced = L’activité prescrite est réduite à { $activity }.
change-head-absent = À { $subject }, trop peu de personnes sont de service à cette heure : { $role ->
    [physician] médecin
    [nurse] infirmier
    [technologist] technologue
    [radiopharmacist] radiopharmacien
   *[other] physicien
 }.
change-follows = Le cycle précédent a été déplacé, et celui-ci le suit.
change-called-in = En attente de rappel, et appelé.
change-given-up-by = Reçoit le flacon que { $course } libère : même produit, même activité prescrite.
change-made-way = Il a fait place à un patient dont la promesse a été rompue, ou suit un cycle qui l’a fait.
change-no-longer-best = Aucun événement n’a rompu cette promesse. Elle fait place pour que d’autres soient traités à temps.
change-left-open = Le cycle précédent a été donné un autre jour que sa date prévue, il échoit donc après ces semaines.
change-lapsed = La date limite du cycle suivant est passée sans que rien ait été donné, la cure ne peut donc pas continuer comme prévu.
change-served = Le nouveau plan a trouvé une place et un flacon que le précédent n’avait pas.
change-now-in-window = Le nouveau plan peut le donner dans sa fenêtre ; le précédent le donnait en retard.
change-vial = Le nouveau plan prend son flacon à une autre source, pour que d’autres soient traités à temps ; centre, place et heure restent.
change-discharge = Le patient rentre chez lui à une autre heure : { $after } au lieu de { $before }.
change-departure = Le flacon part à une autre heure : { $after } au lieu de { $before }.
change-nearer = { $other } n’est pas plus loin du domicile ({ $other_min } min, { $own } { $own_min } min).
change-nothing-left = { $own } n’avait plus de flacon, de place ou d’heure pour ce cycle durant ces semaines.
change-floor-lowered = Part minimale abaissée, { $region } : { $asked } de ses cycles étaient demandés dans la fenêtre, { $kept } sont retenus (cycles : { $kept_cycles } au lieu de { $asked_cycles }). Aucun plan n’a été trouvé où il en manque moins à toutes les régions ensemble ; qu’il n’y en ait aucun n’est pas prouvé.
change-scan-site-closed = { $subject } est fermé à l’heure de l’examen.
change-scan-made-way = Son examen a fait place à un autre pour lequel aucune autre heure n’a été trouvée.
change-scan-lost = Aucun scanner de { $site } qui peut le faire n’est libre durant sa fenêtre, qui se termine le { $until } : l’examen ne peut pas être fait.
change-tell-patient = patient de { $course }
change-tell-centre = centre { $site }
change-tell-radiopharmacist = radiopharmacien de { $site }
change-tell-physician = médecin de { $site }, pour une nouvelle prescription
change-tell-physician-scan = médecin de { $site }, pour l’examen perdu
change-tell-supplier = fournisseur { $supplier }
change-tell-transporter = transporteur de { $lane }

## The tables

change-title = Ce qui change, et qui prévenir
change-cycle = Cure et cycle
change-why = Pourquoi
change-tell = À prévenir
change-not-given = non administré
change-source = flacon de { $supplier }, calibré le { $at }
change-scan = examen { $number } : { $at }
change-before = Avant
change-after = Après
change-lead = Chaque cycle que ce plan change au précédent, et ce qui l’a fait changer.
change-none = Rien ne change.
change-list = { $changes ->
    [one] Un cycle change
   *[other] { $changes } cycles changent
 }
change-events = Ce qui s’est passé
change-known = Connu
change-what = Quoi
change-of = De
change-from = Dès
change-until = Jusqu’à, nouveau ou restant
change-batch = lot { $key }
change-floors = Parts minimales de régions qui ont été abaissées
change-floors-note = Ce qui était demandé reste consigné : la prochaine fois que le plan est refait, il faut l’atteindre de nouveau.
change-floor-asked = Part demandée
change-floor-kept = Part retenue
change-floor-asked-cycles = Cycles demandés
change-floor-kept-cycles = Cycles retenus
change-floor-at = Abaissée

event-batch-failed = lot rejeté
event-batch-short = lot plus petit que prévu
event-certification-late = certification retardée
event-vial-broken = flacon cassé
event-shipment-late = envoi retardé
event-supplier-shut = fournisseur fermé
event-line-stopped = ligne arrêtée
event-reactor-stopped = réacteur arrêté
event-site-closed = centre fermé
event-place-closed = place fermée
event-scanner-closed = scanner fermé
event-tank-closed = cuve fermée
event-labs-withheld = traitement reporté
event-labs-fit = résultats sanguins conformes
event-standby-listed = patient en attente de rappel
event-standby-ended = patient plus en attente de rappel
event-patient-stopped = cure terminée
event-patient-transferred = patient vers un autre centre
event-patient-added = nouveau patient
event-head-absent = moins de personnes de service
event-activity-reduced = activité réduite
