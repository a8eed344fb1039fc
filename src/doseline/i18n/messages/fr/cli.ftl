### Ce que la ligne de commande montre d’un plan et de son explication.

## explain

cli-explain-counts = { $served } cycles sur { $demanded } sont donnés dans leur fenêtre, { $late } plus tard, { $unserved } pas du tout.
cli-explain-no-country = Le pays n’est pas à côté du plan : des clés remplacent les noms, et les heures sont en UTC. --package nomme son dossier.
cli-explain-late = Donnés après leur fenêtre : { $cycles }
cli-explain-unserved = Non donnés : { $cycles }
cli-cycles = { $count ->
    [one] { $count } cycle
   *[other] { $count } cycles
 }
cli-only-reason = seule raison pour { $count }
cli-products = produits
cli-centres = centres
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
cli-source-slot = créneau de livraison { $key }
cli-source-order = commande { $key }
cli-source-batch = lot { $key }
