### Wat de opdrachtregel van een plan en zijn uitleg toont.

## explain

cli-explain-counts = { $served } van { $demanded } cycli worden in hun venster gegeven, { $late } later, { $unserved } niet.
cli-explain-no-country = Het land staat niet naast het plan: sleutels staan voor namen, en uren zijn UTC. --package noemt zijn map.
cli-explain-late = Na hun venster gegeven: { $cycles }
cli-explain-unserved = Niet gegeven: { $cycles }
cli-cycles = { $count ->
    [one] 1 cyclus
   *[other] { $count } cycli
 }
cli-only-reason = de enige reden voor { $count }
cli-products = producten
cli-centres = centra
cli-regions = gewesten
cli-row-late = { $course }, cyclus { $cycle }: { $product }, { $site }. Nodig op { $due }, venster tot { $end }, gegeven op { $given }.
cli-row-unserved = { $course }, cyclus { $cycle }: { $product }, { $site }. Nodig op { $due }, venster tot { $end }.
cli-one-course = Meer over één patiënt: --course { $course }
cli-rules = Regels: { $rules }.

cli-course = Kuur { $course }, patiënt { $patient }, schema { $regimen }
cli-course-bare = Kuur { $course }
cli-course-referred = Verwezen op { $on }, gewicht van de prioriteit { $weight }
cli-course-home = Woont in { $region }; centrum tot nu toe: { $site }
cli-course-no-home = Woont in { $region }; nog geen centrum
cli-course-travel = Aanvaardt { $minutes } minuten reistijd
cli-course-transfer-yes = Mag binnen de kuur van centrum veranderen
cli-course-transfer-no = Blijft bij één centrum
cli-course-past = Cyclus { $cycle }: gegeven { $at }, { $site }, { $activity }
cli-course-nothing = Ze vraagt niets in deze weken.
cli-course-cycle = Cyclus { $cycle }: { $product }. { $status }.
cli-course-dates = Nodig op { $due }, venster tot { $end }
cli-course-given = { $at }, { $site }, plaats { $place }, { $days ->
    [0] geen dag na de nominale datum
    [one] 1 dag na de nominale datum
   *[other] { $days } dagen na de nominale datum
 }
cli-course-vial = Flacon { $vial } uit { $source }: { $administered }, voorgeschreven { $prescribed }
cli-source-slot = leveringsmoment { $key }
cli-source-order = bestelling { $key }
cli-source-batch = batch { $key }
