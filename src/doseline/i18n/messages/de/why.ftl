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
why-overdue = Sein Zeitfenster war vor Beginn dieses Plans zu Ende; { $on } ist der erste Tag, an dem er gegeben werden konnte.
why-frozen = An den ersten Tagen dieses Plans wird nur gegeben, was versprochen war, und dort endet sein Zeitfenster; { $on } ist der erste Tag, der passen konnte.
why-no_earlier_day = Sein Zeitfenster ist offen, aber selbst ohne jeden anderen Patienten wäre { $on } der erste Tag: vorher kann keine Durchstechflasche kommen, oder kein Zentrum ist offen.
why-binding = Er hätte in seinem Zeitfenster gegeben werden können, aber:
why-then = Danach:
why-previous_cycle = Er wartet auf Zyklus { $previous }, der nicht gegeben wird.
why-no-single = Keine Bedingung allein hält ihn fern: andere von gleicher oder höherer Dringlichkeit nahmen, was er braucht.
why-unknown = Der Plan sagt nicht, warum.

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
why-centres = { $count ->
    [one] Ein Zentrum wurde versucht: { $centres }.
   *[other] { $count } Zentren wurden versucht: { $centres }.
 }
why-and-more = { $centres } und { $more } weitere
why-still-open = Sein Zeitfenster endet am { $until }, nach dem Horizont: der nächste Plan kann ihn noch rechtzeitig geben.
