### The record of a golden week.

week-title = Die goldene Woche
week-kicker = Doseline · Instanz { $instance } · Startwert { $seed }
week-subtitle = Fünf Wochen, eine Patientin oder ein Patient und eine Durchstechflasche vom Target bis zur Entlassung: durch eine verworfene Charge, einen stehenden Reaktor und einen Aufschub in letzter Stunde. { $first } bis { $last }, Ortszeit.
week-claim = Am { $at } wird Charge { $batch } verworfen. { $absorbed } der { $lost } Patienten, die eine Durchstechflasche daraus bekommen sollten, werden in diesen Wochen dennoch behandelt, davon { $window } in ihrem Fenster.
week-followed = Diese Aufzeichnung folgt Kur { $course }, Zyklus { $cycle }: { $product } in { $site }, geplant für { $at }.
week-answer-served = Der Patient wird am { $at } in { $site } mit { $activity } behandelt, { $days } Tage nach dem ersten Termin; die Durchstechflasche kommt von { $supplier }.
week-answer-unserved = Nichts gleicht den Verlust für diesen Patienten in diesen Wochen aus. { $why }
week-lost = Patienten ohne ihre Durchstechflasche
week-absorbed = Davon dennoch behandelt
week-changes-count = Geänderte Zusagen
week-in-window = Im Fenster: anfangs, nach der Ablehnung, am Ende
week-in-window-note = von { $demanded } nachgefragten Zyklen
week-checked = Jeder Plan geprüft
week-yes = Ja
week-no = Nein
week-kept = { $taken ->
    [0] Jede andere Zusage behielt ihren Platz und ihre Stunde.
    [one] Jede andere Zusage bis auf eine behielt ihren Platz und ihre Stunde; diese eine ließ sich neben den übrigen nicht mehr halten.
   *[other] Alle anderen Zusagen bis auf { $taken } behielten ihren Platz und ihre Stunde; diese ließen sich neben den übrigen nicht mehr halten.
 }
week-story = Die Geschichte, Schritt für Schritt
week-story-lead = Jeder Schritt des begleiteten Patienten und der beiden für ihn bestimmten Durchstechflaschen: wann, wo, durch wen, und die Aktivität in diesem Augenblick.
week-curve = Aktivität vom Target bis zur Entlassung
week-curve-caption = Bis zum letzten Plan: was geschah; von da an: was geplant ist. Die Nummern sind die Zeilen der Tabelle; eine gepunktete senkrechte Linie ist ein Ereignis ohne Aktivität. Im Patienten: allein der physikalische Zerfall, also höchstens so viel.
week-number = Nr.
week-when = Ortszeit
week-what = Was
week-where = Wo
week-who = Wer
week-of = Von
week-activity = Aktivität
week-status = Stand
week-done = geschehen
week-cancelled = entfallen
week-changes-lead = Jeder Zyklus, den der zweite Plan ändert.
week-no-changes = Der zweite Plan ändert nichts.
week-before = Vorher
week-after = Nachher
week-limits = Was diese Aufzeichnung noch nicht zeigt
week-limits-body = Blutwerte von Patienten, die in wenigen Tagen an der Reihe sind, gelten als in Ordnung, wenn kein Ereignis etwas anderes sagt. Ein Tag Vorlauf, die Preise der Änderungen, der Stillstand des Reaktors und der Aufschub sind Annahmen dieser Geschichte.
week-files = In diesem Ordner
week-files-body = events.csv, activities.csv und die Tabellen der Änderungen enthalten all das als Datenpaket; jedes Land und jeder Plan ist ein eigenes Paket, jeder Plan mit seinem Bericht.
week-kind-irradiation-starts = Target in den Reaktor
week-kind-irradiation-ends = Target aus dem Reaktor
week-kind-processing-starts = Beginn der Verarbeitung
week-kind-order-by = Letzter Augenblick zum Bestellen; bestellt
week-kind-calibration = Kalibrierzeitpunkt, für den die Aktivität angegeben ist
week-kind-certified = Freigegeben
week-kind-departure = Abfahrt
week-kind-arrival = Ankunft und Annahme
week-kind-admission = Aufnahme
week-kind-administration = Verabreichung
week-kind-discharge = Entlassung
week-kind-rejected = Charge verworfen
week-kind-planned-again = Ab hier neu geplant
week-kind-told = Patient, Zentrum und Transporteur werden benachrichtigt
week-kind-unserved = Weder Durchstechflasche noch Tag gefunden
week-who-reactor-operator = Reaktorbetreiber
week-who-production-line = Produktionslinie
week-who-radiopharmacist = Radiopharmazeut
week-who-supplier = Lieferant
week-who-qualified-person = sachkundige Person
week-who-transporter = Transporteur
week-who-nurse = Pflegekraft
week-who-physician = Arzt
week-who-medical-physicist = Medizinphysiker
week-who-planner-of-the-hub = Planer der Zentrale

## Worauf die Geschichte beruht

week-staged = Für diese Geschichte gestellt: Es wird angenommen, dass { $suppliers } vom { $first } bis zum { $last } geschlossen ist, damit Patienten, die { $products } brauchen, auf die eigene Produktionslinie angewiesen sind. Kein Lieferant hat das angekündigt. Wie der Verlust aufgefangen wird, gilt nur unter dieser Annahme.
week-line-target = im Target
week-line-vial = in der Durchstechflasche
week-line-never = die Durchstechflasche, die nie gegeben wird
week-line-patient = im Patienten, höchstens
week-subject-irradiation = Bestrahlung
week-subject-batch = Charge
week-subject-order = Bestellung
week-subject-vial = Durchstechflasche
week-subject-shipment = Sendung
week-subject-stay = Aufenthalt
week-subject-cycle = Zyklus
week-subject-plan = Plan
week-planned = geplant

week-newly-served = { $cycles ->
    [one] ein weiterer Zyklus, vorher nicht gegeben, wird jetzt gegeben
   *[other] { $cycles } weitere Zyklen, vorher nicht gegeben, werden jetzt gegeben
 }

## The stopped reactor and the hold

week-stopped = Reaktor steht
week-evening = Aufschub
week-stopped-title = { $at }: der Reaktor steht still
week-stopped-claim = { $reactor } steht ab { $at } still und soll ab { $until } wieder laufen. Aus den Targets darin wird nichts: { $lost } Patienten verlieren ihre Durchstechflasche, und { $absorbed } von ihnen werden in diesen Wochen dennoch behandelt. Die Fenster von { $open } anderen sind nach diesen Wochen noch offen.
week-held-claim = Am { $at } wird Kur { $course } in letzter Stunde aufgeschoben; die Durchstechflasche kann nicht mehr zurückgenommen werden. { $who }
week-evening-title = { $at }: in letzter Stunde aufgeschoben
week-evening-lead = Was zu dieser Stunde bekannt sein muss, was entschieden wird, und wen man anruft, in der Reihenfolge der Stunden, die sich ändern.
week-question = Frage
week-answer = Antwort
week-who-is-held = Wer wird aufgeschoben?
week-held = Kur { $course }, Zyklus { $cycle }: { $product } in { $site }, vorgesehen am { $at }. Die Blutwerte sind nicht in Ordnung (für diese Geschichte angenommen); vor dem { $retest } wird nichts gegeben.
week-what-of-the-vial = Was ist mit der Durchstechflasche?
week-vial = { $state } Sie darf von { $opens } bis { $closes } gegeben werden, die Reserve des Zentrums eingehalten.
week-vial-there = Sie liegt seit { $at } im Zentrum.
week-vial-on-road = Sie ist unterwegs und kommt am { $at } an.
week-vial-ordered = Sie ist bestellt, und die Bestellung kann nicht mehr zurückgenommen werden.
week-who-stands-by = Wer steht auf Abruf?
week-listed = { $course }, sonst am { $at }
week-nobody-stands-by = Niemand steht auf der Abrufliste dieses Zentrums für dieses Produkt.
week-who-is-called-in = Wer wird gerufen?
week-called-in = { $course }: am { $at } statt am { $was }, mit dieser Durchstechflasche.
week-called-in-anew = { $course }: am { $at }, mit dieser Durchstechflasche.
week-nobody-is-called-in = Niemand: Sonst bekommt sie keiner, und sie ist verloren, wenn sie nicht doch noch für den eigenen Patienten taugt.
week-what-it-costs = Was kostet es den aufgeschobenen Patienten?
week-held-later = Die nächste Verabreichung ist am { $at } in { $site }.
week-held-after-these-weeks = In diesen Wochen wird nichts mehr gegeben; der nächste Plan nimmt es auf.
week-who-signs = Was wartet auf eine Unterschrift?
week-signatures = Eine neue Verschreibung der Ärztin oder des Arztes, die Entscheidung der Radiopharmazie und die Zustimmung des Lieferanten, alles in { $site }; Zimmerkarte, Abfalletikett und Entlasskarte folgen daraus. Doseline unterschreibt nichts davon. Ob die gerufene Person schwanger ist, kontinent ist und ob Aminosäuren bestellt sind, wo es sie braucht, muss das Zentrum sagen.
week-board-before = { $site }, wie zugesagt; was sich ändert, trägt seinen Namen
week-board-after = { $site }, nach dem Aufschub; was sich ändert, trägt seinen Namen
week-kind-reactor-stopped = Reaktor steht
week-subject-reactor = Reaktor
week-end-served = Das hielt nicht: am Ende wird die begleitete Person am { $at } in { $site } behandelt.
week-end-unserved = Das hielt nicht: was später geschieht, nimmt auch diese Durchstechflasche, und die begleitete Person bekommt in diesen Wochen nichts mehr.
