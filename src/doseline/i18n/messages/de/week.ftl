### The record of a golden week.

week-title = Die goldene Woche
week-kicker = Doseline · Instanz { $instance } · Startwert { $seed }
week-subtitle = Ein Patient und eine Durchstechflasche vom Target bis zur Entlassung, durch eine verworfene Charge hindurch. { $first } bis { $last }, Ortszeit.
week-claim = Am { $at } wird Charge { $batch } verworfen. { $absorbed } der { $lost } Patienten, die eine Durchstechflasche daraus bekommen sollten, werden in diesen Wochen dennoch behandelt, davon { $window } in ihrem Fenster.
week-followed = Diese Aufzeichnung folgt Kur { $course }, Zyklus { $cycle }: { $product } in { $site }, geplant für { $at }.
week-answer-served = Der Patient wird am { $at } in { $site } mit { $activity } behandelt, { $days } Tage nach dem ersten Termin; die Durchstechflasche kommt von { $supplier }.
week-answer-unserved = Nichts gleicht den Verlust für diesen Patienten in diesen Wochen aus. { $why }
week-lost = Patienten ohne ihre Durchstechflasche
week-absorbed = Davon dennoch behandelt
week-changes-count = Geänderte Zusagen
week-in-window = Im Fenster, vorher und nachher
week-in-window-note = von { $demanded } nachgefragten Zyklen
week-checked = Beide Pläne geprüft
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
week-curve-caption = Bis zur Verwerfung: was geschah; danach: was geplant ist. Die Nummern sind die Zeilen der Tabelle; eine gepunktete senkrechte Linie ist ein Ereignis ohne Aktivität. Im Patienten: nur physikalischer Zerfall, also höchstens so viel.
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
week-limits-body = Der Planer der Zentrale zahlt noch keinen Preis für eine Änderung: Er hält Zusagen, indem er sie festhält. Blutwerte von Patienten, die in wenigen Tagen an der Reihe sind, gelten als in Ordnung. Ein stehender Reaktor und ein Aufschub in letzter Stunde kommen in dieser Fassung nicht vor.
week-files = In diesem Ordner
week-files-body = events.csv, activities.csv und changes.csv enthalten all dies als Datenpaket; country-before, plan-before, country-after und plan-after sind selbst Pakete, jeder Plan mit seinem Bericht.
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
