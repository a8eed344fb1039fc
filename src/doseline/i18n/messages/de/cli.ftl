### Was die Befehlszeile von einem Plan und seiner Erklärung zeigt.

## explain

cli-explain-counts = { $served } von { $demanded } Zyklen werden in ihrem Zeitfenster gegeben, { $late } später, { $unserved } gar nicht.
cli-explain-transfers = { $count ->
    [one] 1 Zyklus wird in einem anderen Zentrum gegeben als der Zyklus davor.
   *[other] { $count } Zyklen werden in einem anderen Zentrum gegeben als der Zyklus davor.
 }
cli-explain-transfers-unknown = { $count ->
    [0] Wie viele Zyklen in einem anderen Zentrum gegeben werden als der Zyklus davor, ist ohne das Land nicht bekannt.
    [one] Mindestens 1 Zyklus wird in einem anderen Zentrum gegeben als der Zyklus davor; wie viele es sind und wie weit vom Wohnort, ist ohne das Land nicht bekannt.
   *[other] Mindestens { $count } Zyklen werden in einem anderen Zentrum gegeben als der Zyklus davor; wie viele es sind und wie weit vom Wohnort, ist ohne das Land nicht bekannt.
 }
cli-explain-farther = { $count ->
    [one] 1 liegt weiter vom Wohnort entfernt, um { $minutes } min je Weg.
   *[other] { $count } liegen weiter vom Wohnort entfernt, im Mittel um { $minutes } min je Weg.
 }
cli-explain-no-country = Das Land steht nicht neben dem Plan: Schlüssel stehen für Namen, Uhrzeiten sind UTC bis auf die von Schließungen und Stillständen, die örtlich sind, und was vor dem Plan gegeben wurde, ist nicht bekannt. --package nennt seinen Ordner.
cli-explain-other-country = { $count ->
    [one] Das Land neben dem Plan ({ $folders }) ist ein anderes als das, für das der Plan gemacht wurde, und wird nicht gelesen:
   *[other] Keines der Länder neben dem Plan ({ $folders }) ist das, für das der Plan gemacht wurde; darum wird keines gelesen:
 } Schlüssel stehen für Namen, Uhrzeiten sind UTC bis auf die von Schließungen und Stillständen, die örtlich sind, und was vor dem Plan gegeben wurde, ist nicht bekannt. Planen Sie neu oder nennen Sie mit --package den Ordner des Landes, wie es war.
cli-explain-late = Nach ihrem Zeitfenster gegeben: { $cycles }
cli-explain-disturbed = Schließungen und Stillstände, auf die Zyklen an versuchten Tagen trafen:
cli-disturbed-counts = Späte Zyklen: { $late }; nicht gegeben: { $unserved }.
cli-explain-unserved = Nicht gegeben: { $cycles }
cli-cycles = { $count ->
    [one] 1 Zyklus
   *[other] { $count } Zyklen
 }
cli-rules-meaning = Jede Bedingung zählt die Zyklen, die sie an manchen oder allen versuchten Tagen fernhält; ihr Satz gilt für diese Tage.
cli-only-reason = einzige genannte Bedingung für { $count }
cli-products = Präparate
cli-centres = Zentren
cli-centres-tried = Zentren (das eigene, sonst das nächste versuchte)
cli-no-centre = noch kein Zentrum
cli-unknown-centre = Zentrum unbekannt
cli-no-centre-in-reach = kein Zentrum erreichbar
cli-no-region = Region unbekannt
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
cli-course-vial-inactive = Durchstechflasche { $vial } aus { $source }
cli-source-slot = Lieferfenster { $key }
cli-source-order = Bestellung { $key }
cli-source-batch = Charge { $key }

## plan

cli-plan-counts = { $served } von { $demanded } nachgefragten Zyklen werden in ihrem Zeitfenster gegeben ({ $share }); { $late } später, { $unserved } gar nicht.
cli-plan-empty = In diesen Wochen wird kein Zyklus fällig: es gibt nichts zu planen.
cli-plan-best = Bewiesen: kein Plan gibt mehr im Zeitfenster (Wert { $value }, nach Dringlichkeit gezählt).
cli-plan-bound = Bewiesen: nach Dringlichkeit gezählt ist er im Zeitfenster { $value } wert, und kein Plan mehr als { $bound }; höchstens { $gap } ist noch zu gewinnen.
cli-plan-waiting = Wartetage, nach Dringlichkeit: { $value }; ein im Zeitfenster ebenso guter Plan hat mindestens { $bound }.
cli-plan-cost-unknown = Transportkosten: unbekannt, denn keine Strecke hat einen Preis.
cli-plan-cost-partly = Transportkosten: teilweise bekannt; Strecken ohne Preis zählen nicht.
cli-plan-supply =
    { $vials ->
        [one] eine Durchstechflasche
       *[other] { $vials } Durchstechflaschen
     } ({ $unused } ungenutzt) aus { $orders ->
        [one] einer Bestellung
       *[other] { $orders } Bestellungen
     } und { $batches ->
        [one] einer Charge
       *[other] { $batches } Chargen
     }, in { $shipments ->
        [one] einer Sendung
       *[other] { $shipments } Sendungen
     }.
cli-plan-checked = Geprüft von Code, der mit dem Planer nichts teilt: { $rules }, { $bounds }.
cli-plan-legal = keine Bedingung ist verletzt
cli-plan-legal-without = beurteilt ohne { $without }, wie er gemacht wurde; keine andere Bedingung ist verletzt
cli-plan-illegal = BEDINGUNGEN SIND VERLETZT
cli-plan-certified = jede Schranke ist bewiesen
cli-plan-uncertified = NICHT jede Schranke ist bewiesen
cli-plan-without = Ohne { $without } gemacht: er beantwortet eine Frage und darf nicht befolgt werden.
cli-plan-assumed = Er beruht auf { $assumed } angenommenen Werten, keiner davon unterschrieben. Alle Patienten sind synthetisch. Kein Medizinprodukt.
cli-plan-work = Geplant in { $seconds } s: { $rounds ->
    [one] 1 Runde
   *[other] { $rounds } Runden
 } Arbeit, Startwert { $seed }.
cli-plan-repeated = Noch einmal gemacht: alle Tabellen sind buchstäblich gleich.
cli-plan-repeated-otherwise = NICHT gleich dem Plan, der noch einmal gemacht werden sollte: { $tables } weichen ab. Er stammt von einer anderen Version von Doseline oder der Bibliotheken (versions in summary.json) oder wurde seither geändert.
cli-plan-report = Bericht: { $path }
cli-plan-why = Warum: { $command }

## demo

cli-demo-scenario = { $instance }: { $served } von { $demanded } Zyklen im Zeitfenster ({ $share }), { $late } später, { $unserved } gar nicht; im Zeitfenster ist höchstens { $gap } zu gewinnen; { $checked }.
cli-demo-checked = geprüft
cli-demo-unchecked = NICHT GEPRÜFT
cli-week-absorbed = Goldene Woche: { $absorbed } von { $lost } Patienten einer verworfenen Charge werden trotzdem behandelt, { $in_window } im Zeitfenster.
cli-demo-notice = Alle Patienten sind synthetisch. Kein Medizinprodukt. Nichts ist unterschrieben.
cli-demo-page = Seite: { $path }
cli-demo-open = { $address } auf diesem Rechner öffnen; Strg-C beendet.

## week

cli-week-rejected = Charge { $batch } wird am { $at } verworfen.
cli-week-followed = Verfolgt: Behandlung { $course }, Zyklus { $cycle }, { $product }.
cli-week-before = vorher: { $at }, { $site }, Durchstechflasche aus { $source }
cli-week-after = nachher: { $at }, { $site }, Durchstechflasche aus { $source }, { $activity }
cli-week-not-given = nachher: in diesen Wochen nicht gegeben. { $why }
cli-week-changes = { $changes ->
    [one] Ein Zyklus ändert sich
   *[other] { $changes } Zyklen ändern sich
 }; changes.csv sagt, warum und wer zu verständigen ist.
cli-week-stopped = { $at }: { $reactor } steht still; { $lost } Patienten verlieren ihre Durchstechflasche, { $absorbed } von ihnen werden dennoch behandelt; geänderte Zyklen: { $changes }.
cli-week-held = { $at }: Kur { $course } wird aufgeschoben; die Durchstechflasche kann nicht mehr zurückgenommen werden.
cli-week-called-in = { $course } steht auf Abruf und bekommt sie: { $at }, { $site }.
cli-week-checked = Jeder Plan geprüft: { $checked }

cli-replan-broken = Was bis { $at } geschah, bricht { $broken ->
    [0] keine Zusage
    [one] eine Zusage, und { $given } wird trotzdem gegeben
   *[other] { $broken } Zusagen, und { $given } davon werden trotzdem gegeben
 }; { $lost } verloren eine Durchstechflasche.
cli-replan-changes = { $changes ->
    [0] Nichts ändert sich
    [one] Ein Zyklus ändert sich
   *[other] { $changes } Zyklen ändern sich
 }; { $taken ->
    [0] jede andere Zusage behält ihren Platz und ihre Stunde.
    [one] eine Zusage, die nichts brach, musste zurückgenommen werden.
   *[other] { $taken } Zusagen, die nichts brach, mussten zurückgenommen werden.
 }
cli-replan-scans = { $scans ->
    [one] Eine Aufnahme bekommt eine andere Stunde, obwohl ihre Behandlung bleibt
   *[other] { $scans } Aufnahmen bekommen eine andere Stunde, obwohl ihre Behandlung bleibt
 }.
cli-replan-scans-lost = { $scans ->
    [one] Eine Aufnahme eines behandelten Patienten hat in ihrem Zeitfenster keine Stunde mehr und kann nicht gemacht werden
   *[other] { $scans } Aufnahmen behandelter Patienten haben in ihrem Zeitfenster keine Stunde mehr und können nicht gemacht werden
 }.
cli-replan-least = Nach Preis ergeben die Änderungen { $value }; kein Plan mit ebenso vielen im Zeitfenster ändert weniger als { $bound }.
cli-replan-window = Im Fenster seit Beginn des vorigen Plans: { $before } vorher, { $after } jetzt.
cli-replan-tell = Wer zu verständigen ist, und warum: { $path }
cli-offer-none = Kein Zentrum in Reichweite hat einen freien Termin für den ersten Zyklus. Was bindet, sagt doseline explain.
cli-offer-lead = { $demanded ->
    [one] Ein Zyklus wird in diesen Wochen fällig. Niemand sonst wird verlegt.
   *[other] { $demanded } Zyklen werden in diesen Wochen fällig. Niemand sonst wird verlegt.
 }
cli-offer = { $centre } ({ $way } min entfernt): { $given ->
    [one] ein Zyklus
   *[other] { $given } Zyklen
 }, { $window } im Zeitfenster, { $late ->
    [0] keiner nach seinem Fälligkeitstag
    [one] zusammen ein Tag nach ihrem Fälligkeitstag
   *[other] zusammen { $late } Tage nach ihrem Fälligkeitstag
 }
cli-offer-slot = Zyklus { $cycle }: { $at } in { $place }, nach Hause { $leaves }; Durchstechflasche von { $source }
cli-offer-leaves = Danach noch übrig: { $vials ->
    [0] keine Durchstechflasche
    [one] höchstens eine Durchstechflasche
   *[other] höchstens { $vials } Durchstechflaschen
 } dieser Lieferung oder Charge, und zu diesen Stunden { $places ->
    [0] kein anderer geeigneter Platz
    [one] ein anderer geeigneter Platz
   *[other] { $places } andere geeignete Plätze
 }. { $others ->
    [0] Kein Zyklus des Plans, der zu spät oder nicht gegeben wird, könnte dort an diesem Tag gegeben werden.
    [one] Ein Zyklus des Plans, zu spät oder nicht gegeben, könnte dort an diesem Tag gegeben werden.
   *[other] { $others } Zyklen des Plans, zu spät oder nicht gegeben, könnten dort an diesem Tag gegeben werden.
 }
