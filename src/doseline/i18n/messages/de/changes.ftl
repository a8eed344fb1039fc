### Was ein neuer Plan am vorigen ändert: warum, und wer zu verständigen ist.

change-batch-failed = Charge { $subject } wurde verworfen, und diese Durchstechflasche sollte aus ihr kommen.
change-batch-short = Charge { $subject } hat weniger Aktivität als geplant, und diese Durchstechflasche findet darin keinen Platz mehr.
change-certification-late = { $subject } wird später freigegeben, zu spät für diese Stunde.
change-vial-broken = Durchstechflasche { $subject } ist zerbrochen.
change-shipment-late = Sendung { $subject } kommt später, nach dieser Stunde.
change-supplier-shut = { $subject } ist geschlossen, und diese Durchstechflasche sollte von dort kommen.
change-line-stopped = Linie { $subject } steht, und diese Durchstechflasche sollte aus ihr kommen.
change-reactor-stopped = Reaktor { $subject } steht, und diese Durchstechflasche sollte aus einem Target darin kommen.
change-site-closed = { $subject } ist zu dieser Stunde geschlossen.
change-place-closed = Platz { $subject } ist zu dieser Stunde geschlossen.
change-scanner-closed = Scanner { $subject } nimmt zur Stunde der Aufnahme niemanden.
change-tank-closed = Tank { $subject } nimmt zu dieser Stunde kein Wasser, und kein anderer ist offen.
change-labs-withheld = Die Blutwerte verschieben die Behandlung bis { $until }.
change-patient-stopped = Die Kur ist beendet, und nichts von ihr wird mehr gegeben.
change-patient-transferred = Die Kur geht in { $site } weiter.
change-patient-added = Der Patient ist seit dem vorigen Plan neu.
change-activity-reduced = Die verordnete Aktivität ist auf { $activity } verringert.
change-head-absent = In { $subject } sind zu dieser Stunde zu wenige im Dienst: { $role ->
    [physician] ärztlicher Dienst
    [nurse] Pflege
    [technologist] Technologie
    [radiopharmacist] Radiopharmazie
   *[other] Medizinphysik
 }.
change-follows = Der Zyklus davor wurde verschoben, und dieser folgt ihm.
change-called-in = Steht auf Abruf bereit und wird gerufen.
change-given-up-by = Bekommt die Durchstechflasche, die { $course } abgibt: gleiches Produkt, gleiche verschriebene Aktivität.
change-made-way = Er machte Platz für einen Patienten, dessen Zusage gebrochen wurde, oder folgt auf einen, der es tat.
change-no-longer-best = Kein Ereignis hat diese Zusage gebrochen. Sie macht Platz, damit andere rechtzeitig behandelt werden.
change-left-open = Der Zyklus davor wurde an einem anderen Tag als seinem Fälligkeitstag gegeben, daher fällt er nach diese Wochen.
change-lapsed = Das späteste Datum für den nächsten Zyklus ist verstrichen, ohne dass etwas gegeben wurde, daher kann die Kur nicht wie geplant weitergehen.
change-served = Der neue Plan fand einen Platz und eine Durchstechflasche, die der vorige nicht hatte.
change-now-in-window = Der neue Plan kann ihn in seinem Fenster geben; der vorige gab ihn zu spät.
change-vial = Der neue Plan nimmt die Durchstechflasche aus einer anderen Quelle, damit andere rechtzeitig behandelt werden; Zentrum, Platz und Zeit bleiben.
change-discharge = Der Patient geht zu einer anderen Stunde nach Hause: { $after } statt { $before }.
change-departure = Die Durchstechflasche wird zu einer anderen Stunde verschickt: { $after } statt { $before }.
change-nearer = { $other } liegt nicht weiter von zu Hause ({ $other_min } min, { $own } { $own_min } min).
change-nothing-left = { $own } hatte in diesen Wochen keine Durchstechflasche, keinen Platz oder keine Stunde für diesen Zyklus mehr.
change-floor-lowered = Mindestanteil gesenkt, { $region }: Verlangt waren { $asked } der Zyklen im Fenster, eingehalten werden { $kept } (Zyklen: { $kept_cycles } statt { $asked_cycles }). Es wurde kein Plan gefunden, in dem allen Regionen zusammen weniger fehlen; dass es keinen gibt, ist nicht bewiesen.
change-scan-site-closed = { $subject } ist zur Stunde der Aufnahme geschlossen.
change-scan-made-way = Die Aufnahme machte einer anderen Platz, für die keine andere Stunde gefunden wurde.
change-scan-lost = Kein Scanner von { $site }, der sie machen kann, ist in ihrem Zeitfenster frei, das am { $until } endet: die Aufnahme kann nicht gemacht werden.
change-tell-patient = Patient von { $course }
change-tell-centre = Zentrum { $site }
change-tell-radiopharmacist = Radiopharmazie von { $site }
change-tell-physician = Ärztin oder Arzt von { $site }, für eine neue Verschreibung
change-tell-physician-scan = Ärztin oder Arzt von { $site }, für die Aufnahme, die entfällt
change-tell-supplier = Lieferant { $supplier }
change-tell-transporter = Transporteur von { $lane }

## The tables

change-title = Was sich ändert, und wer es wissen muss
change-cycle = Kur und Zyklus
change-why = Warum
change-tell = Zu benachrichtigen
change-not-given = nicht gegeben
change-source = Durchstechflasche von { $supplier }, kalibriert { $at }
change-scan = Aufnahme { $number }: { $at }
change-before = Vorher
change-after = Nachher
change-lead = Jeder Zyklus, den dieser Plan am vorigen ändert, und was ihn ändern ließ.
change-none = Nichts ändert sich.
change-list = { $changes ->
    [one] Ein Zyklus ändert sich
   *[other] { $changes } Zyklen ändern sich
 }
change-events = Was geschah
change-known = Bekannt
change-what = Was
change-of = Von
change-from = Ab
change-until = Bis, neu oder übrig
change-batch = Charge { $key }
change-floors = Mindestanteile von Regionen, die gesenkt wurden
change-floors-note = Was verlangt war, bleibt vermerkt: Wenn der Plan das nächste Mal neu gemacht wird, muss es wieder erreicht werden.
change-floor-asked = Verlangter Anteil
change-floor-kept = Eingehaltener Anteil
change-floor-asked-cycles = Verlangte Zyklen
change-floor-kept-cycles = Eingehaltene Zyklen
change-floor-at = Gesenkt

event-batch-failed = Charge verworfen
event-batch-short = Charge kleiner als geplant
event-certification-late = Freigabe verspätet
event-vial-broken = Durchstechflasche zerbrochen
event-shipment-late = Sendung verspätet
event-supplier-shut = Lieferant geschlossen
event-line-stopped = Linie steht
event-reactor-stopped = Reaktor steht
event-site-closed = Zentrum geschlossen
event-place-closed = Platz geschlossen
event-scanner-closed = Scanner geschlossen
event-tank-closed = Tank geschlossen
event-labs-withheld = Behandlung verschoben
event-labs-fit = Blutwerte in Ordnung
event-standby-listed = Patient auf Abruf
event-standby-ended = Patient nicht mehr auf Abruf
event-patient-stopped = Kur beendet
event-patient-transferred = Patient geht an ein anderes Zentrum
event-patient-added = neuer Patient
event-head-absent = weniger im Dienst
event-activity-reduced = Aktivität verringert
