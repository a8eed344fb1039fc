### Was die Befehlszeile von einem Plan und seiner Erklärung zeigt.

## explain

cli-explain-counts = { $served } von { $demanded } Zyklen werden in ihrem Zeitfenster gegeben, { $late } später, { $unserved } gar nicht.
cli-explain-no-country = Das Land steht nicht neben dem Plan: Schlüssel stehen für Namen, und Uhrzeiten sind UTC. --package nennt seinen Ordner.
cli-explain-late = Nach ihrem Zeitfenster gegeben: { $cycles }
cli-explain-unserved = Nicht gegeben: { $cycles }
cli-cycles = { $count ->
    [one] 1 Zyklus
   *[other] { $count } Zyklen
 }
cli-only-reason = einziger Grund für { $count }
cli-products = Präparate
cli-centres = Zentren
cli-regions = Regionen
cli-row-late = { $course }, Zyklus { $cycle }: { $product }, { $site }. Fällig { $due }, Zeitfenster bis { $end }, gegeben { $given }.
cli-row-unserved = { $course }, Zyklus { $cycle }: { $product }, { $site }. Fällig { $due }, Zeitfenster bis { $end }.
cli-one-course = Mehr von einem Patienten: --course { $course }
cli-rules = Bedingungen: { $rules }.

cli-course = Behandlung { $course }, Patient { $patient }, Schema { $regimen }
cli-course-bare = Behandlung { $course }
cli-course-referred = Überwiesen am { $on }, Gewicht der Dringlichkeit { $weight }
cli-course-home = Wohnt in { $region }; Zentrum bisher: { $site }
cli-course-no-home = Wohnt in { $region }; noch kein Zentrum
cli-course-travel = Nimmt { $minutes } Minuten Anreise an
cli-course-transfer-yes = Darf während der Behandlung das Zentrum wechseln
cli-course-transfer-no = Bleibt in einem Zentrum
cli-course-past = Zyklus { $cycle }: gegeben { $at }, { $site }, { $activity }
cli-course-nothing = Sie verlangt in diesen Wochen nichts.
cli-course-cycle = Zyklus { $cycle }: { $product }. { $status }.
cli-course-dates = Fällig { $due }, Zeitfenster bis { $end }
cli-course-given = { $at }, { $site }, Platz { $place }, { $days ->
    [0] kein Tag nach Fälligkeit
    [one] 1 Tag nach Fälligkeit
   *[other] { $days } Tage nach Fälligkeit
 }
cli-course-vial = Durchstechflasche { $vial } aus { $source }: { $administered }, verordnet { $prescribed }
cli-source-slot = Lieferfenster { $key }
cli-source-order = Bestellung { $key }
cli-source-batch = Charge { $key }
