### Warum ein Zyklus spät oder nicht gegeben wird. Daten und Namen kommen schon geschrieben.

## Was entscheidet, dass ein Zyklus spät ist, in wenigen Worten

why-cause-pinned = früher versprochen
why-cause-interval = Abstand
why-cause-withheld = Blutwerte
why-cause-overdue = vor dem Plan überfällig
why-cause-frozen = feste erste Tage
why-cause-no_earlier_day = kein früherer Tag
why-cause-binding = Bedingungen
why-cause-unknown = nicht angegeben

## Dasselbe in Sätzen

why-pinned = Er war für { $on } versprochen, bevor dieser Plan begann, nach dem Ende seines Zeitfensters.
why-interval = Zyklus { $previous } geht voraus, und { $days } Tage müssen dazwischen liegen: { $on } ist der früheste Tag.
why-withheld = Die Blutwerte ließen die Behandlung nicht zu; die nächste Untersuchung ist am { $on }, nach dem Ende des Zeitfensters.
why-withheld-not-given = Die Blutwerte ließen die Behandlung nicht zu; die nächste Untersuchung ist am { $on }, und vorher kann nichts gegeben werden.
why-overdue = Sein Zeitfenster war vor Beginn dieses Plans zu Ende; { $on } ist der erste Tag, an dem er gegeben werden konnte.
why-frozen = An den ersten Tagen dieses Plans wird nur gegeben, was versprochen war, und dort endet sein Zeitfenster; { $on } ist der erste Tag, der passen konnte.
why-no_earlier_day = Sein Zeitfenster endet nach dem Beginn dieses Plans, aber selbst ohne jeden anderen Patienten wäre { $on } der erste Tag: vorher lassen Termine und Abstände keinen Tag, kann keine Durchstechflasche kommen, oder kein Platz dafür ist offen.
why-binding = Nach seinen Terminen hätte er in seinem Zeitfenster gegeben werden können.
why-previous_cycle = Er wartet auf Zyklus { $previous }, der nicht gegeben wird: dort steht der Grund.
why-unknown = Der Plan sagt nicht, warum.

## Was an den versuchten Tagen im Weg stand: jeder Tag an einem Zentrum zählt einmal, bei der ersten Bedingung, die den Zyklus fernhält
## $met ist eine Liste aus dem Folgenden, jeweils mit der Zahl der Tage

why-tried = { $centres ->
    [one] { $days ->
        [one] Ein { $kind ->
            [earlier] früherer Tag
           *[all] Tag
        } wurde
       *[other] { $days } { $kind ->
            [earlier] frühere Tage
           *[all] Tage
        } wurden
    } versucht, Zentrum { $names }
   *[other] { $centres } Zentren wurden versucht, zusammen an { $days } ihrer { $kind ->
        [earlier] früheren Tage
       *[all] Tage
    } ({ $names })
 }: { $met }.
why-met = an { $days }: { $what }
why-met-always = { $days ->
    [one] { $what }
   *[other] an jedem davon: { $what }
 }
why-met-or = { $one }, oder aber: { $other }
why-met-closed = dort wird niemand behandelt
why-met-closure = das Zentrum, oder was der Aufenthalt davon braucht, war geschlossen
why-met-stopped_supplier = der Lieferant von { $product }, der eine Durchstechflasche hätte schicken können, stand still
why-met-stopped_reactor = der Reaktor, der das Target für { $product } hätte bestrahlen können, stand still
why-met-stopped_line = die Linie, die { $product } hätte herstellen können, stand still
why-met-no_vial = keine Durchstechflasche { $product } mit der verordneten Aktivität konnte rechtzeitig da sein
why-met-material = jedes Lieferfenster für { $product } begann, bevor das eigene Material des Patienten dort sein konnte
why-met-free = nichts hielt ihn fern, aber dieser Plan nutzt den Tag nicht
why-disturbed-closure = { $of } ist { $when } geschlossen ({ $why }).
why-disturbed-places = { $count ->
    [one] Platz { $places } von { $of } ist
   *[other] Die Plätze { $places } von { $of } sind
 } { $when } geschlossen ({ $why }).
why-disturbed-stop = { $of } steht { $when } still ({ $why }).
why-when-day = am { $first }
why-when-days = vom { $first } bis zum { $last }
why-when-hours = am { $first } von { $begins } bis { $ends }
why-when-instants = von { $first }, { $begins }, bis { $last }, { $ends },
why-disturbed-more = { $rows ->
    [one] Eine weitere Schließung oder ein weiterer Stillstand kam hinzu.
   *[other] { $rows } weitere Schließungen und Stillstände kamen hinzu.
 }
why-order = { $days ->
    [one] An einem dieser Tage
   *[other] An { $days } dieser Tage
 } hätte die Durchstechflasche der Bestellung { $order }, für ihn gemacht, bei { $site } verwendet werden können: { $met }.
why-order-never = Die Durchstechflasche der Bestellung { $order }, für ihn gemacht bei { $site }, konnte an keinem Tag verwendet werden, den seine Termine und Blutwerte zulassen.

## Was nach dem Horizont voll ist

why-tail-vial = In der Woche vom { $week }, nach dem Horizont, ist für die späteren Zyklen keine Durchstechflasche { $product } mehr übrig.
why-tail-place = In der Woche vom { $week }, nach dem Horizont, hat { $site } für die späteren Zyklen { $kind ->
    [overnight] kein Bett
   *[other] keinen Platz
 } mehr frei.
why-tail-staff = In der Woche vom { $week }, nach dem Horizont, hat { $site } für die späteren Zyklen keine Stunden mehr frei: { $role ->
    [physician] ärztlicher Dienst
    [nurse] Pflege
    [technologist] Technologie
    [radiopharmacist] Radiopharmazie
   *[other] Medizinphysik
 }.
why-tail-more = { $rows ->
    [one] Eine weitere Zeile ist in diesen Wochen voll.
   *[other] { $rows } weitere Zeilen sind in diesen Wochen voll.
 }
why-all-centres = eines der { $centres } versuchten Zentren
why-and-more = { $centres } und { $more } weitere
why-still-open = Sein Zeitfenster endet am { $until }, nach dem Horizont: der nächste Plan kann ihn noch rechtzeitig geben.
