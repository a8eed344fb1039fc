### Ce que la ligne de commande montre d’un plan et de son explication.

## explain

cli-explain-counts = { $served } cycles sur { $demanded } sont donnés dans leur fenêtre, { $late } plus tard, { $unserved } pas du tout.
cli-explain-transfers = { $count ->
    [one] 1 cycle est donné dans un autre centre que le cycle précédent.
   *[other] { $count } cycles sont donnés dans un autre centre que le cycle précédent.
 }
cli-explain-transfers-unknown = { $count ->
    [0] Sans le pays, on ne sait pas combien de cycles sont donnés dans un autre centre que le cycle précédent.
    [one] Au moins { $count } cycle est donné dans un autre centre que le cycle précédent ; sans le pays, on ne sait ni combien il y en a, ni à quelle distance du domicile.
   *[other] Au moins { $count } cycles sont donnés dans un autre centre que le cycle précédent ; sans le pays, on ne sait ni combien il y en a, ni à quelle distance du domicile.
 }
cli-explain-farther = { $count ->
    [one] 1 est plus loin du domicile, de { $minutes } min par trajet.
   *[other] { $count } sont plus loin du domicile, de { $minutes } min par trajet en moyenne.
 }
cli-explain-no-country = Le pays n’est pas à côté du plan : des clés remplacent les noms, les heures sont en UTC sauf celles des fermetures et des arrêts, qui sont locales, et ce qui a été donné avant le plan n’est pas connu. --package nomme son dossier.
cli-explain-other-country = { $count ->
    [one] Le pays à côté du plan ({ $folders }) diffère de celui pour lequel le plan a été fait et n’est pas lu :
   *[other] Aucun des pays à côté du plan ({ $folders }) n’est celui pour lequel le plan a été fait ; aucun n’est donc lu :
 } des clés remplacent les noms, les heures sont en UTC sauf celles des fermetures et des arrêts, qui sont locales, et ce qui a été donné avant le plan n’est pas connu. Planifiez à nouveau, ou nommez avec --package le dossier du pays tel qu’il était.
cli-explain-late = Donnés après leur fenêtre : { $cycles }
cli-explain-disturbed = Fermetures et arrêts rencontrés par des cycles certains jours essayés :
cli-disturbed-counts = Cycles en retard : { $late } ; non donnés : { $unserved }.
cli-explain-unserved = Non donnés : { $cycles }
cli-cycles = { $count ->
    [one] { $count } cycle
   *[other] { $count } cycles
 }
cli-rules-meaning = Chaque règle compte les cycles qu’elle écarte certains ou tous les jours essayés ; sa phrase vaut pour ces jours.
cli-only-reason = seule règle nommée pour { $count }
cli-products = produits
cli-centres = centres
cli-centres-tried = centres (le sien, sinon le plus proche essayé)
cli-no-centre = pas encore de centre
cli-unknown-centre = centre inconnu
cli-no-centre-in-reach = aucun centre accessible
cli-no-region = région inconnue
cli-regions = régions
cli-row-late = { $course }, cycle { $cycle } : { $product }, { $site }. Dû le { $due }, fenêtre jusqu’au { $end }, donné le { $given }.
cli-row-unserved = { $course }, cycle { $cycle } : { $product }, { $site }. Dû le { $due }, fenêtre jusqu’au { $end }.
cli-one-course = Un seul patient en détail : --course { $course }
cli-rules = Règles : { $rules }.

cli-course = Traitement { $course }, patient { $patient }, schéma { $regimen }
cli-course-bare = Traitement { $course }
cli-course-referred = Adressé le { $on }, poids de la priorité { $weight }
cli-course-home = Vit en { $region } ; centre jusqu’ici : { $site }
cli-course-no-home = Vit en { $region } ; pas encore de centre
cli-course-travel = Accepte { $minutes } minutes de trajet
cli-course-transfer-yes = Peut changer de centre pendant le traitement
cli-course-transfer-no = Reste dans un seul centre
cli-course-past = Cycle { $cycle } : donné { $at }, { $site }, { $activity }
cli-course-nothing = Il ne demande rien pendant ces semaines.
cli-course-cycle = Cycle { $cycle } : { $product }. { $status }.
cli-course-dates = Dû le { $due }, fenêtre jusqu’au { $end }
cli-course-given = { $at }, { $site }, place { $place }, { $days ->
    [0] aucun jour après la date nominale
    [one] { $days } jour après la date nominale
   *[other] { $days } jours après la date nominale
 }
cli-course-vial = Flacon { $vial } de { $source } : { $administered }, prescrit { $prescribed }
cli-course-vial-inactive = Flacon { $vial } de { $source }
cli-source-slot = créneau de livraison { $key }
cli-source-order = commande { $key }
cli-source-batch = lot { $key }

## plan

cli-plan-counts = { $served } cycles demandés sur { $demanded } sont donnés dans leur fenêtre ({ $share }) ; { $late } plus tard, { $unserved } pas du tout.
cli-plan-empty = Aucun cycle n’est dû pendant ces semaines : il n’y a rien à planifier.
cli-plan-best = Prouvé : aucun plan n’en donne davantage dans la fenêtre (valeur { $value }, comptée par priorité).
cli-plan-bound = Prouvé : compté par priorité, il vaut { $value } dans la fenêtre, et aucun plan ne vaut plus de { $bound } ; il reste au plus { $gap } à gagner.
cli-plan-waiting = Jours d’attente, par priorité : { $value } ; un plan aussi bon dans la fenêtre en a au moins { $bound }.
cli-plan-cost-unknown = Coût du transport : inconnu, car aucun trajet n’a de prix.
cli-plan-cost-partly = Coût du transport : connu en partie ; les trajets sans prix ne comptent pas.
cli-plan-supply =
    { $vials ->
        [one] { $vials } flacon
       *[other] { $vials } flacons
     } ({ $unused ->
        [one] { $unused } inutilisé
       *[other] { $unused } inutilisés
     }) de { $orders ->
        [one] { $orders } commande
       *[other] { $orders } commandes
     } et { $batches ->
        [one] { $batches } lot
       *[other] { $batches } lots
     }, en { $shipments ->
        [one] { $shipments } envoi
       *[other] { $shipments } envois
     }.
cli-plan-checked = Vérifié par un code qui ne partage rien avec le planificateur : { $rules }, { $bounds }.
cli-plan-legal = aucune règle n’est enfreinte
cli-plan-legal-without = jugé sans { $without }, comme il a été fait ; aucune autre règle n’est enfreinte
cli-plan-illegal = DES RÈGLES SONT ENFREINTES
cli-plan-certified = chaque borne est prouvée
cli-plan-uncertified = les bornes NE sont PAS toutes prouvées
cli-plan-without = Fait sans { $without } : il répond à une question et ne doit pas être suivi.
cli-plan-assumed = Il repose sur { $assumed } chiffres supposés, aucun signé. Tous les patients sont synthétiques. Pas un dispositif médical.
cli-plan-work = Planifié en { $seconds } s : { $rounds ->
    [one] { $rounds } tour
   *[other] { $rounds } tours
 } de travail, graine { $seed }.
cli-plan-repeated = Refait : toutes les tables sont identiques à la lettre.
cli-plan-repeated-otherwise = PAS identique au plan à refaire : { $tables } diffèrent. Il a été fait par une autre version de Doseline ou de ses bibliothèques (versions dans summary.json), ou modifié depuis.
cli-plan-report = Rapport : { $path }
cli-plan-why = Pourquoi : { $command }

## demo

cli-demo-scenario = { $instance } : { $served } cycles sur { $demanded } dans leur fenêtre ({ $share }), { $late } plus tard, { $unserved } pas du tout ; il reste au plus { $gap } à gagner dans la fenêtre ; { $checked }.
cli-demo-checked = vérifié
cli-demo-unchecked = NON VÉRIFIÉ
cli-week-absorbed = Semaine d’or : { $absorbed } patients sur { $lost } d’un lot rejeté sont traités malgré tout, dont { $in_window } dans leur fenêtre.
cli-demo-notice = Tous les patients sont synthétiques. Pas un dispositif médical. Rien n’est signé.
cli-demo-page = Page : { $path }
cli-demo-open = Ouvrez { $address } sur cette machine ; Ctrl-C y met fin.

## week

cli-week-rejected = Le lot { $batch } est rejeté le { $at }.
cli-week-followed = Suivi : traitement { $course }, cycle { $cycle }, { $product }.
cli-week-before = avant : { $at }, { $site }, flacon de { $source }
cli-week-after = après : { $at }, { $site }, flacon de { $source }, { $activity }
cli-week-not-given = après : non donné durant ces semaines. { $why }
cli-week-changes = { $changes ->
    [one] Un cycle change
   *[other] { $changes } cycles changent
 } ; changes.csv dit pourquoi et qui doit être prévenu.
cli-week-stopped = { $at } : { $reactor } s’arrête ; { $lost } patients perdent leur flacon, { $absorbed } d’entre eux sont tout de même traités ; cycles changés : { $changes }.
cli-week-held = { $at } : la cure { $course } est reportée ; son flacon ne peut plus être annulé.
cli-week-called-in = { $course }, en attente de rappel, le reçoit : { $at }, { $site }.
cli-week-checked = Chaque plan vérifié : { $checked }

cli-replan-broken = Ce qui s’est passé jusqu’au { $at } rompt { $broken ->
    [0] zéro promesse
    [one] une promesse, et { $given } est tenue malgré tout
   *[other] { $broken } promesses, et { $given } sont tenues malgré tout
 } ; { $lost } ont perdu un flacon.
cli-replan-changes = { $changes ->
    [0] Rien ne change
    [one] Un cycle change
   *[other] { $changes } cycles changent
 } ; { $taken ->
    [0] toute autre promesse garde sa place et son heure.
    [one] une promesse que rien ne rompait a dû être reprise.
   *[other] { $taken } promesses que rien ne rompait ont dû être reprises.
 }
cli-replan-scans = { $scans ->
    [one] Un examen change d’heure bien que son traitement reste
   *[other] { $scans } examens changent d’heure bien que leur traitement reste
 }.
cli-replan-scans-lost = { $scans ->
    [one] Un examen d’un patient déjà traité n’a plus d’heure dans sa fenêtre et ne peut pas être fait
   *[other] { $scans } examens de patients déjà traités n’ont plus d’heure dans leur fenêtre et ne peuvent pas être faits
 }.
cli-replan-least = Par prix, les changements s’élèvent à { $value } ; aucun plan avec autant de cycles dans la fenêtre ne change moins de { $bound }.
cli-replan-window = Dans la fenêtre depuis le début du plan précédent : { $before } avant, { $after } maintenant.
cli-replan-tell = Qui doit être prévenu, et pourquoi : { $path }
cli-offer-none = Aucun centre à portée n’a de créneau libre pour le premier cycle. Ce qui limite : doseline explain.
cli-offer-lead = { $demanded ->
    [one] Un cycle est dû dans ces semaines. Personne d’autre n’est déplacé.
   *[other] { $demanded } cycles sont dus dans ces semaines. Personne d’autre n’est déplacé.
 }
cli-offer = { $centre } (à { $way } min) : { $given ->
    [one] un cycle
   *[other] { $given } cycles
 }, { $window } dans la fenêtre, { $late ->
    [0] aucun après sa date prévue
    [one] un jour après leur date prévue en tout
   *[other] { $late } jours après leur date prévue en tout
 }
cli-offer-slot = cycle { $cycle } : { $at } en { $place }, retour { $leaves } ; flacon de { $source }
cli-offer-leaves = Il reste ensuite : { $vials ->
    [0] aucun flacon
    [1] au plus un flacon
   *[other] au plus { $vials } flacons
 } de cette livraison ou de ce lot, et à ces heures { $places ->
    [0] aucune autre place qui convient
    [1] une autre place qui convient
   *[other] { $places } autres places qui conviennent
 }. { $others ->
    [0] Aucun cycle du plan en retard ou non administré ne pourrait y être administré ce jour-là.
    [1] Un cycle du plan, en retard ou non administré, pourrait y être administré ce jour-là.
   *[other] { $others } cycles du plan, en retard ou non administrés, pourraient y être administrés ce jour-là.
 }
