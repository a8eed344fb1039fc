### Der Bericht eines Plans. Zahlen kommen schon geschrieben an, außer wenn eine Mehrzahl davon abhängt.

## Die Seite

report-title = Plan der Radioligandentherapie, { $country }
report-kicker = Doseline · Instanz { $instance } · Szenario { $scenario } · Startwert { $seed }
report-subtitle = { $first } bis { $last }. Geplant am { $planned }, Ortszeit.
report-skip = Zum Inhalt
report-contents = Inhalt
report-mark = A
report-mark-meaning = beruht auf einer Annahme
report-mark-explained = Das Zeichen hinter diesem Satz steht bei jeder Zahl, die auf einer Annahme beruht; über einer Spalte gilt es für die ganze Spalte. Der letzte Abschnitt führt alle auf.
report-closing = Erstellt von Doseline: Software für Planung und Forschung, kein Medizinprodukt. Alle Patienten sind synthetisch. Kein Wert in diesem Bericht ist unterschrieben.
report-as-table = Als Tabelle zeigen
report-folded = { $rows ->
    [one] Eine Zeile
   *[other] { $rows } Zeilen
 }, nicht gedruckt: Diesen Teil vor dem Drucken öffnen.
report-folded-in = { $rows ->
    [one] Eine Zeile
   *[other] { $rows } Zeilen
 }, nicht gedruckt: Diesen Teil vor dem Drucken öffnen oder { $table } ansehen.
report-printed-briefly = Ohne den Satz zu jedem gedruckt: Diesen Teil vor dem Drucken öffnen, um sie zu haben.
report-what = Was
report-where = Wo

## Der Anfang

report-claim = { $served } von { $demanded } nachgefragten Zyklen werden in ihrem Zeitfenster gegeben ({ $share }).
report-claim-empty = In diesen Wochen wird kein Zyklus fällig; es gibt nichts zu planen.
report-share-title = Was aus den nachgefragten Zyklen wird
report-labelled = { $label }: { $text }
report-counted = { $label }: { $count }
report-in-window = Im Zeitfenster
report-late = Später gegeben
report-unserved = Nicht gegeben
report-proven = Bewiesen: Mit den hier angenommenen Zimmern, dem Personal und der Versorgung gibt kein Plan mehr als { $bound } im Zeitfenster. Höchstens { $gap } mehr Zyklen im Zeitfenster sind noch zu gewinnen.
report-proven-best = Bewiesen: Mit den hier angenommenen Zimmern, dem Personal und der Versorgung gibt kein Plan mehr im Zeitfenster.
report-proven-weighted = Bewiesen: Nach Dringlichkeit gezählt ist dieser Plan im Zeitfenster { $value } wert; mit den hier angenommenen Zimmern, dem Personal und der Versorgung ist kein Plan mehr wert als { $bound }. Höchstens { $gap } dieses Werts sind noch zu gewinnen.
report-no-bound = Keine Schranke ist bekannt: Ein besserer Plan ist möglich.
report-bound-wrong = Der Plan trägt eine Schranke von { $bound } und erreicht selbst { $value }: Sein Zertifikat ist falsch, und nichts ist bewiesen.
report-bound-unchecked = Das Zertifikat dieser Schranke ist von der Prüfung noch nicht nachgerechnet.
report-changed = Geänderte Zusagen, nach Preis
report-days-late = Wartetage
report-days-late-weighted = Wartetage, nach Dringlichkeit
report-days-bound = mindestens { $bound } in jedem Plan mit ebenso vielen im Zeitfenster (Abstand { $gap })
report-vials = Durchstechflaschen
report-vials-unused = { $unused ->
    [0] alle verabreicht
    [one] davon eine ungenutzt
   *[other] davon { $unused } ungenutzt
 }
report-batches = Chargen
report-irradiations = { $irradiations ->
    [one] aus einer Bestrahlung
   *[other] aus { $irradiations } Bestrahlungen
 }
report-shipments = Sendungen
report-packages = { $packages ->
    [one] ein Versandstück
   *[other] { $packages } Versandstücke
 }
report-stays = Aufenthalte
report-stays-centres = { $centres ->
    [one] in einem Zentrum
   *[other] in { $centres } Zentren
 }
report-checked = Geprüft
report-checked-yes = Ja
report-checked-yes-note = von einer Prüfung, die mit der Planung nichts teilt: keine Regel ist verletzt
report-checked-without-note = von einem Prüfer, der mit dem Planer nichts teilt, ohne { $without }, wie er gemacht wurde: keine andere Bedingung ist verletzt
report-checked-no = Nein
report-checked-no-note = die Prüfung fand verletzte Regeln: Diesen Plan nicht verwenden
report-checked-unknown = Noch nicht
report-checked-unknown-note = der Plan trägt kein Urteil der Prüfung
report-without = Dieser Plan ist ohne { $constraints } gemacht: Er beantwortet eine Frage und darf nicht befolgt werden.
report-not-a-device = Dies ist Software für Planung und Forschung, kein Medizinprodukt.
report-synthetic = Alle Patienten sind synthetisch.
report-unsigned = { $assumptions ->
    [0] Der Plan beruht auf keiner Annahme.
    [one] Der Plan beruht auf einer erklärten Annahme ({ $safety } sicherheitsrelevant) hinter { $figures } Zahlen, nicht unterschrieben.
   *[other] Der Plan beruht auf { $assumptions } erklärten Annahmen hinter { $figures } Zahlen; { $safety } davon sind sicherheitsrelevant, und keine ist unterschrieben.
 }
report-scenario-note = Zahlen von Zimmern, die niemand veröffentlicht, sind angenommen: Das Szenario „{ $scenario }“ ist neben den anderen (low, base, high) zu lesen.
report-by-product = Nachfrage und was aus ihr wird, nach Präparat
report-product = Präparat
report-demanded = Nachgefragt
report-share = Anteil im Zeitfenster

## Die Karte

report-map = Wo Patienten behandelt werden
report-map-lead = Jeder Kreis ist ein Zentrum: Seine Fläche folgt der Zahl der Verabreichungen dieser Wochen, seine Farbe dem Anteil im Zeitfenster.
report-map-description = { $country }: eine Karte mit einem Kreis für jedes Behandlungszentrum, Quadraten für Lieferanten, Rauten für Reaktoren und Linien für Sendungen. Die Tabellen darunter sagen dasselbe.
report-map-caption = Linien sind Transportwege, breiter bei mehr Sendungen; Striche sagen, wer versendet. Kreise, die sich verdecken würden, stehen nebeneinander, mit einer dünnen Linie zum Ort des Zentrums. Pfeile am Rand zeigen auf Orte außerhalb der Karte.
report-map-outline = Umriss: Natural Earth.
report-map-no-ranking = Dies ist keine Rangliste der Zentren. Die meisten Zahlen von Betten und Tagesplätzen sind angenommen; ein Zentrum kann voller oder leerer wirken, als es ist.
report-map-table = Zentren mit ihren Plätzen und Verabreichungen
report-share-below = unter { $share }
report-share-from = ab { $share }
report-share-all = alle
report-rooms-assumed = Zahl der Plätze angenommen
report-reactor = Reaktor
report-supplier = Lieferant
report-sources-table = Lieferanten, die versenden, und Reaktoren, die bestrahlen
report-lanes-table = Transportwege mit ihren Sendungen
report-lane-from = Von
report-lane-to = Nach
report-centre = Zentrum
report-city = Ort
report-region = Region
report-beds = Betten
report-chairs = Tagesplätze
report-administrations = Verabreichungen

## Die Tafeln

report-boards = Belegung jedes Zentrums
report-boards-lead = Jedes Bett und jeder Tagesplatz über die Wochen des Plans. Auf einem Bett ist ein Balken so lang wie der Aufenthalt; auf einem Tagesplatz stehen die Aufenthalte eines Tages in ihrer Folge untereinander.
report-weekend = Wochenende
report-holiday = Feiertag
report-closed = geschlossen oder von früher belegt
report-place-assumed = der Platz ist angenommen
report-board-title = Belegung von { $site }
report-board-description = { $stays ->
    [one] ein Aufenthalt
   *[other] { $stays } Aufenthalte
 } auf { $places ->
    [one] einem Platz
   *[other] { $places } Plätzen
 }; die Tabelle darunter führt sie auf.
report-board-note = { $beds ->
    [one] ein Bett
   *[other] { $beds } Betten
 }, { $chairs ->
    [0] kein Tagesplatz
    [one] ein Tagesplatz
   *[other] { $chairs } Tagesplätze
 }
report-week = KW { $number } · { $day }
report-bed = Bett { $number }
report-chair = Tagesplatz { $number }
report-in-house = Patient zu Beginn des Plans im Haus
report-holidays = Feiertage in diesen Wochen: { $holidays }.
report-stay = Aufenthalt
report-closed-why = geschlossen: { $reason }
report-place-free = in diesen Wochen nicht belegt
report-place = Platz
report-vial-key = Durchstechflasche
report-vial-from = Kommt von
report-for-whom = Für wen
report-batch-to = { $centre }: { $cycles }.
report-course = Therapie
report-cycle = Zyklus

## Versorgung

report-supply = Angebot und Nachfrage
report-supply-lead = Durchstechflaschen Woche für Woche: was Lieferanten anbieten, was der Plan nutzt und was fällig wird.
report-used-long = genutzte Durchstechflaschen, nach der Woche ihres Abgangs beim Lieferanten
report-offered-long = in dieser Woche angebotene Durchstechflaschen, soweit die Skala reicht
report-demanded-long = fällige Zyklen
report-supply-note = Eine angebotene und eine genutzte Durchstechflasche zählen in derselben Woche: in der, in der sie beim Lieferanten zum Abgang bereit ist. Eine genutzte kann also einige Tage oder eine Woche später verabreicht werden. Angeboten sind die Liefertermine, die bei der Planung noch bestellt werden konnten, die bereits aufgegebenen Bestellungen und, bei einer eigenen Produktionslinie, die Durchstechflaschen ihrer Chargen in diesem Plan und jene, die die übrige Aktivität füllen würde. Zyklen zählen in der Woche, in der sie fällig sind. Was vor diesen Wochen liegt, zählt in der ersten.
report-supply-description = Über alle Wochen: { $offered } Durchstechflaschen angeboten, { $used } genutzt, { $demanded } Zyklen fällig. Die Tabelle darunter nennt jede Woche.
report-week-from = Woche ab
report-offered = Angeboten
report-used = Genutzt
report-line-title = Die eigene Produktionslinie für { $product }
report-line-description = { $irradiations } Bestrahlungen innerhalb der Reaktorzyklen und { $batches } Chargen; die Tabellen führen sie auf.
report-line-caption = Graue Balken: Der Reaktor läuft. Farbige Balken: Targets im Reaktor; Chargen vom Beginn der Aufarbeitung bis zum Versand. Gekreuzte Balken: Stillstand.
report-position = Position { $number }
report-stops = Stillstand
report-batches-as-table = { $batches ->
    [one] Die Charge als Tabelle zeigen
   *[other] Die { $batches } Chargen als Tabelle zeigen
 }
report-batch = Charge
report-irradiation-starts = Bestrahlung ab
report-irradiation-days = Tage
report-end-of-bombardment = Bestrahlungsende
report-calibration = Kalibrierung
report-usable = Nutzbare Aktivität
report-allocated = Zugeteilt

## Eine Durchstechflasche

report-vial = Eine Durchstechflasche vom Target zum Patienten
report-vial-lead = Die Aktivität einer Durchstechflasche zu jedem Zeitpunkt, von den ersten Neutronen bis zur Verabreichung. Die Skala ist logarithmisch: Eine fallende Gerade ist reiner Zerfall.
report-vial-none = In diesem Plan wird keine Durchstechflasche verabreicht.
report-vial-inactive = Die Durchstechflaschen dieses Plans enthalten keine Aktivität, deren Zerfall sich zeigen ließe.
report-vial-which = { $product }, Durchstechflasche { $vial } ({ $origin }), für Therapie { $course }, Zyklus { $cycle }, in { $site }.
report-vial-external = Ein externer Lieferant zeigt weder seine Bestrahlung noch seine Charge: Die Kurve beginnt mit dem Ersten, was von der Durchstechflasche bekannt ist.
report-vial-caption = Die Nummern verweisen auf die Zeilen der Tabelle. Die punktierte Linie ist der Weg vom Target zur Charge (Ausbeute und Proben) und von der Charge zum Anteil dieser Durchstechflasche.
report-vial-table = Was mit der Durchstechflasche geschah
report-vial-tolerance = Verabreichte Aktivität { $administered }, nach einem erwarteten Rest von { $residual }; verordnet { $prescribed }; Abweichung { $deviation }, erlaubt { $tolerance }.
report-activity-axis = Aktivität
report-activity = Aktivität
report-number = Nr.
report-event = Ereignis
report-holder = Von
report-local-time = Ortszeit
report-holder-target = Target
report-holder-batch = Charge
report-holder-vial = diese Flasche
report-phase-irradiation = im Reaktor
report-phase-processing = Abklingen und Aufarbeitung
report-phase-vial = Flasche
report-event-irradiation = Bestrahlungsbeginn
report-event-end = Bestrahlungsende
report-event-processing = Beginn der Aufarbeitung
report-event-batch = Nutzbare Aktivität der Charge
report-event-calibration = Kalibrierzeitpunkt, für den die Aktivität angegeben ist
report-event-made = Hergestellt
report-event-certified = Zertifiziert durch die sachkundige Person
report-event-departure = Abfahrt
report-event-arrival = Ankunft im Zentrum
report-event-admission = Aufnahme
report-event-administration = Verabreichung
report-event-discharge = Entlassung

## Nicht versorgt

report-not-served = Wer nicht versorgt wird, und warum
report-not-served-lead = Ein Zyklus, der nicht gegeben wird, wartet weiter: Er zählt mit seinen Tagen bis zum Ende des Plans.
report-none-unserved = Jeder nachgefragte Zyklus wird gegeben.
report-binding = Woran es liegt
report-binding-caption = Bedingungen, die Zyklen an manchen oder allen versuchten Tagen fernhalten; ein Zyklus kann mehrere treffen
report-constraint = Bedingung
report-meaning = Was sie sagt
report-cycles = Zyklen
report-alone = Davon als einzige genannte Bedingung
report-disturbed = Schließungen und Stillstände
report-disturbed-caption = Schließungen und Stillstände, auf die späte oder fehlende Zyklen an versuchten Tagen trafen
report-disturbed-what = Schließung oder Stillstand
report-no-single-reason = Der Plan nennt für diese Zyklen keine Bedingung.
report-unknown-constraint = Diese Bedingung hat keinen eigenen Satz.
report-regions = Nach Region
report-regions-caption = Nachfrage und Versorgung nach der Region, in der der Patient wohnt
report-regions-note = Das Mittel zählt alle nachgefragten Zyklen, gegeben oder nicht. Regionen unterscheiden sich darin, wer dort wohnt und welche Präparate gebraucht werden: Ein Unterschied ist eine Frage, noch kein Unrecht.
report-no-region = Region nicht angegeben
report-mean-wait = Mittlere Wartezeit aller, Tage
report-mean-wait-given = Mittlere Wartezeit, gegeben
report-mean-wait-unserved = Mittlere Wartezeit, nicht gegeben
report-unserved-list = { $cycles ->
    [one] Der Zyklus, der nicht gegeben wird
   *[other] Die { $cycles } Zyklen, die nicht gegeben werden, einzeln
 }
report-due = Fällig am
report-window-end = Ende des Zeitfensters
report-waiting-days = Wartetage
report-why = Warum

## Spät

report-late-title = Wer spät behandelt wird, und warum
report-late-lead = Ein Zyklus nach dem Ende seines Zeitfensters ist spät. Daneben steht, was das entschied.
report-none-late = Kein Zyklus wird nach seinem Zeitfenster gegeben.
report-late-causes = Was Zyklen spät macht
report-late-list = { $cycles ->
    [one] Der späte Zyklus
   *[other] Die { $cycles } späten Zyklen, einzeln
 }
report-given = Gegeben am
report-cause = Ursache

## Wartezeiten

report-waits = Wie lange Patienten warten
report-waits-lead = Tage vom nominalen Fälligkeitsdatum bis zur Verabreichung; ein Zyklus, der an diesem Tag oder früher gegeben wird, wartet 0 Tage. Einer, der nicht gegeben wird, wartet mindestens bis zum Ende des Plans und zählt so mit.
report-no-administrations = In diesem Plan wird nichts verabreicht.
report-waits-caption = Die Balken zählen die gegebenen Zyklen. Wartezeiten ab { $longest } Tagen teilen sich einen Balken. Jedes Präparat hat seine eigene Skala der Zyklen.
report-waits-left-out = { $cycles ->
    [one] Ein Zyklus, der nicht gegeben wird, steht in keinem Balken: Niemand weiß schon, wie lange er wartet.
   *[other] { $cycles } Zyklen, die nicht gegeben werden, stehen in keinem Balken: Niemand weiß schon, wie lange sie warten.
 }
report-waits-table = Wartezeiten nach Präparat, in Tagen; Anteile und längste Wartezeiten sind die der gegebenen Zyklen
report-waits-summary = { $cycles } Zyklen, { $none } ohne Wartezeit, längste { $longest } Tage
report-days-after-due = Tage nach Fälligkeit
report-cycles-by-root = Zyklen (Wurzelskala)
report-on-time = Ohne Wartezeit
report-nine-of-ten = Neun von zehn binnen
report-longest = Längste

## Bestellungen

report-orders = Aufzugebende Bestellungen
report-orders-lead = Was jedem Lieferanten zu sagen ist, der nächste Bestellschluss zuerst. Neue Bestellungen sind vorläufig, bis jemand sie aufgibt.
report-no-orders = Dieser Plan bestellt nichts bei externen Lieferanten.
report-orders-of = Bestellungen bei { $supplier }
report-orders-count = { $orders ->
    [one] eine aufzugebende Bestellung
   *[other] { $orders } aufzugebende Bestellungen
 }, { $vials ->
    [one] eine Durchstechflasche
   *[other] { $vials } Durchstechflaschen
 }
report-orders-shown = { $shown } von { $orders } gezeigt
report-orders-later = { $orders ->
    [one] Eine Bestellung mit späterem Bestellschluss
   *[other] { $orders } Bestellungen mit späterem Bestellschluss
 }
report-orders-placed = { $orders ->
    [one] Eine schon aufgegebene Bestellung
   *[other] { $orders } schon aufgegebene Bestellungen
 }
report-order-by = Bestellen bis
report-state = Stand
report-order = Bestellung
report-state-provisional = vorläufig
report-state-confirmed = bestätigt
report-state-irrevocable = unwiderruflich
report-state-road = unterwegs

## Annahmen und Herkunft

report-assumptions = Worauf dies beruht
report-assumptions-lead = Jede Zahl ohne öffentliche Quelle ist eine Annahme, und ebenso alles, was aus ihr berechnet ist.
report-signing = Nichts ist hier unterschrieben. Nur eine namentlich genannte Fachperson eines Zentrums kann einen Wert unterschreiben, für dieses Zentrum. Bis dahin darf kein Dokument für Patienten daraus entstehen.
report-no-assumptions = Keine Zahl dieses Landes beruht auf einer Annahme.
report-assumptions-caption = { $assumptions ->
    [one] Eine Annahme, { $safety } sicherheitsrelevant
   *[other] { $assumptions } Annahmen, davon { $safety } sicherheitsrelevant; diese zuerst
 }
report-source = Quelle
report-concern = Betrifft
report-concern-safety = Sicherheit
report-concern-demand = Nachfrage
report-concern-capacity = Kapazität
report-concern-note = „Betrifft“ ist aus den Tabellen gelesen: das Schwerste, das sie berühren. „Class“ im Text ist alles, was der Verfasser sah.
report-table = Tabellen
report-rows = Zeilen
report-children = Daraus abgeleitet
report-citation = Was sie sagt
report-origin = Woher dieser Bericht kommt
report-instance = Instanz und Szenario
report-seed = Startwert der Kohorte
report-search-seed = Startwert der Suche
report-planned-at = Geplant am
report-package = Datenpaket
report-work = Arbeit der Planung
report-elapsed = Benötigte Zeit
report-versions = Versionen
report-written-by = Bericht geschrieben von
report-outline = Umriss der Karte
report-not-stated = nicht angegeben

## Dazu: Versorgung, Tafeln und Bestellungen

report-shut-suppliers = Lieferanten im Stillstand
report-shut-caption = An diesen Tagen versendet ein Lieferant nichts; seine Liefertermine zählen nicht als angeboten.
report-shut-from = Von
report-shut-until = Bis
report-board-stays = Aufenthalte in diesen Wochen: { $stays }
report-scans = Aufnahmen
report-scan-at = { $at } ({ $scanner })
page-mark-explained = Das Zeichen nach diesem Satz steht an jeder Zahl, die auf einer Annahme beruht; im Kopf einer Spalte gilt es für die ganze Spalte. Der Bericht jedes Plans führt die Annahmen auf.
report-proven-weighted-best = Bewiesen: Nach Dringlichkeit gezählt ist dieser Plan im Zeitfenster { $value } wert; mit den hier angenommenen Zimmern, dem Personal und der Versorgung ist kein Plan mehr wert als { $bound }: Im Zeitfenster ist nichts mehr zu gewinnen.
report-priorities = Nach Dringlichkeit heißt, dass jeder Zyklus mit dem Gewicht seiner Kur zählt: { $weights }. Ein Zyklus in seinem Fenster ist sein Gewicht wert, und ein Wartetag kostet es. In den erfundenen Kohorten von Doseline wiegt eine noch nicht begonnene Kur 2 und eine laufende 3, und eine in einer Studie 1 mehr.
report-weight = { $courses ->
    [one] eine Kur wiegt { $weight }
   *[other] { $courses } Kuren wiegen { $weight }
 }
report-orders-free-days = { $free } von { $orders } Bestellschlüssen fallen auf ein Wochenende oder einen Feiertag: Der letzte Werktag davor steht daneben.
report-shipment = Sendung
report-road = Durchstechflaschen, die zu Beginn des Plans unterwegs sind
report-road-note = Sie sind vor diesem Plan abgegangen und sind in einem Wagen oder im Heißlabor ihres Zentrums. Jede dient nur ihrem eigenen Zyklus.
report-road-count = { $vials ->
    [one] eine Durchstechflasche
   *[other] { $vials } Durchstechflaschen
}
report-road-from = Bestellung oder Charge
report-road-way = Von – nach
report-road-not-given = nicht verabreicht
report-unused-vials = Bestellte Durchstechflaschen, die nicht verabreicht werden
report-unused-note = Sie wurden vor diesem Plan bestellt und können nicht oder wurden nicht abbestellt: Lieferanten und Zentren sind zu verständigen.
report-unused-withheld = Die Blutwerte halten den Zyklus bis { $retest } zurück.
report-unused-elsewhere = Der Zyklus bekommt eine andere Durchstechflasche, am { $at }.
report-unused-surplus = Sie wurde für keinen Zyklus dieses Plans gefüllt.
report-supplier-name = Lieferant
report-order-before-free-day = Letzter Arbeitstag davor

## Patienten, die das Krankenhaus wechseln

report-transfers = Patienten, die das Krankenhaus wechseln
report-transfers-lead = Ein Patient wechselt das Krankenhaus, wenn ein Zyklus in einem anderen Zentrum gegeben wird als der Zyklus davor, ob dieser in der Vergangenheit liegt oder in diesem Plan.
report-transfers-none = Jeder Zyklus wird im Zentrum des Zyklus davor gegeben.
report-transfers-count = { $changes ->
    [one] Ein Zyklus wird in einem anderen Zentrum gegeben als der Zyklus davor.
   *[other] { $changes } Zyklen werden in einem anderen Zentrum gegeben als der Zyklus davor.
 }
report-transfers-farther = { $changes ->
    [0] Keines dieser Zentren liegt weiter vom Wohnort entfernt.
    [one] Eines dieser Zentren liegt weiter vom Wohnort entfernt, um { $minutes } Minuten je Weg.
   *[other] { $changes } Mal liegt es weiter vom Wohnort entfernt, im Mittel um { $minutes } Minuten je Weg.
 }
report-transfers-mean = { $way ->
    [shorter] Über alle Wechsel ist der Weg im Mittel { $minutes } Minuten kürzer.
   *[longer] Über alle Wechsel ist der Weg im Mittel { $minutes } Minuten länger.
 }
report-transfers-why = Ein Wechsel kann einen Zyklus in sein Zeitfenster bringen oder Wartetage, Verlust oder Sendungen sparen. Der Plan gibt einem Wechsel des Krankenhauses noch keinen Preis: Im Zentrum davor war vielleicht auch Platz. Regel C18 erlaubt einen Wechsel nur, wo die Therapie ihn zulässt, und innerhalb der Fahrzeit, die der Patient akzeptiert.
report-transfers-list = { $changes ->
    [one] Der Wechsel
   *[other] Die { $changes } Wechsel, einzeln
 }
report-centre-before = Zentrum davor
report-centre-now = Zentrum jetzt
report-travel-before = Fahrzeit davor, min
report-travel-now = Fahrzeit jetzt, min

## Stufen

report-levels = Stufen
report-levels-lead = Ein Plan wird Stufe für Stufe beurteilt, und eine tiefere Stufe kostet eine höhere nie etwas. Kein Plan, der auf den höheren Stufen ebenso gut ist, kommt über die Schranke hinaus; der Abstand ist die Entfernung des Plans von ihr, als Teil der Schranke.
report-level = Stufe
report-level-counts = Was sie zählt
report-level-value = Dieser Plan
report-level-bound = Schranke
report-level-gap = Abstand
report-level-worth = Was die Schranke wert ist
report-level-in-window = { $weighted ->
    [yes] Zyklen im Zeitfenster, jeder mit dem Gewicht seiner Therapie. Je mehr, desto besser.
   *[no] Zyklen im Zeitfenster. Je mehr, desto besser.
 }
report-level-waiting = { $weighted ->
    [yes] Wartetage nach Fälligkeit, jeder mit dem Gewicht seiner Therapie; ein Zyklus, der nicht gegeben wird, wartet bis zum Ende des Plans. Je weniger, desto besser.
   *[no] Wartetage nach Fälligkeit; ein Zyklus, der nicht gegeben wird, wartet bis zum Ende des Plans. Je weniger, desto besser.
 }
report-level-changed = Was sich an zugesagten Plätzen, Stunden, Tagen und Zentren ändert, jedes zu seinem Preis. Je weniger, desto besser.
report-level-wasted = Was nach dem Versand zerfällt, Durchstechflaschen, die niemand bekommt, und was von einer Charge übrig bleibt. Je weniger, desto besser.
report-level-shipments = Abfahrten mit mindestens einer Durchstechflasche. Je weniger, desto besser.
report-level-cost = Was die Strecken dieser Sendungen kosten. Je weniger, desto besser.
report-level-unpriced = { $lanes ->
    [one] Eine von { $every } Strecken nennt keinen Preis und zählt nicht.
   *[other] { $lanes } von { $every } Strecken nennen keinen Preis und zählen nicht.
 }
report-level-best = Bewiesen: Kein Plan ist hier besser.
report-level-between = Bewiesen: Der beste Plan liegt zwischen diesem und der Schranke.
report-level-far = Bewiesen, aber die Schranke liegt weit weg und sagt wenig: Der Abstand misst nicht, was noch zu gewinnen ist.
report-level-blind-hours = Die Schranke zählt in Tagen: Sie kennt weder die Stunden, in denen das Personal zu tun hat, noch wer ein Zimmer teilen darf.
report-level-blind-rivals = Die Schranke wird Zyklus für Zyklus gefunden: Sie sieht wenig davon, wie viele dieselbe Durchstechflasche, denselben Tag oder dasselbe Bett wollen.
report-level-blind-loads = Die Schranke weiß nicht, wie wenige Patienten eines Zentrums eine Abfahrt bedienen kann.
report-not-known = nicht bekannt
report-gap-over = über { $whole }
report-levels-unchecked = Die Prüfung hat diese Zertifikate noch nicht nachgerechnet; bis dahin ist hier nichts bewiesen.
report-waste = Verlorene Aktivität
report-cost = Transportkosten
