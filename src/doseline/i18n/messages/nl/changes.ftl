### Wat een nieuw plan verandert aan het vorige: waarom, en wie verwittigd moet worden.

change-batch-failed = Batch { $subject } werd afgekeurd, en deze flacon zou eruit komen.
change-batch-short = Batch { $subject } heeft minder activiteit dan gepland, en deze flacon vindt er geen plaats meer in.
change-certification-late = { $subject } wordt later vrijgegeven, te laat voor dit uur.
change-vial-broken = Flacon { $subject } brak.
change-shipment-late = Zending { $subject } komt later, na dit uur.
change-supplier-shut = { $subject } is gesloten, en deze flacon zou daarvandaan komen.
change-line-stopped = Lijn { $subject } ligt stil, en deze flacon zou eruit komen.
change-reactor-stopped = Reactor { $subject } ligt stil, en deze flacon zou uit een target erin komen.
change-site-closed = { $subject } is op dit uur gesloten.
change-place-closed = Plaats { $subject } is op dit uur gesloten.
change-scanner-closed = Scanner { $subject } neemt niemand op het uur van de scan.
change-tank-closed = Tank { $subject } neemt op dit uur geen water, en geen andere staat open.
change-labs-withheld = De bloedresultaten stellen de behandeling uit tot { $until }.
change-patient-stopped = De kuur is beëindigd, en er wordt niets meer van gegeven.
change-patient-transferred = De kuur gaat verder in { $site }.
change-patient-added = De patiënt is nieuw sinds het vorige plan.
change-activity-reduced = De voorgeschreven activiteit is verlaagd tot { $activity }.
change-head-absent = In { $subject } zijn op dit uur te weinig mensen van dienst: { $role ->
    [physician] arts
    [nurse] verpleegkundige
    [technologist] technoloog
    [radiopharmacist] radiofarmaceut
   *[other] fysicus
 }.
change-follows = De cyclus ervoor is verplaatst, en deze volgt hem.
change-called-in = Staat stand-by en wordt opgeroepen.
change-given-up-by = Krijgt de flacon die { $course } vrijgeeft: zelfde product, zelfde voorgeschreven activiteit.
change-made-way = Hij maakte plaats voor een patiënt wiens belofte gebroken werd, of volgt op een die dat deed.
change-no-longer-best = Geen gebeurtenis verbrak deze belofte. Ze maakt plaats zodat anderen op tijd behandeld worden.
change-left-open = De cyclus ervoor werd op een andere dag dan zijn vervaldag gegeven, dus valt hij na deze weken.
change-lapsed = De uiterste datum voor de volgende cyclus is verstreken zonder dat er iets is gegeven, dus de kuur kan niet volgens plan verdergaan.
change-served = Het nieuwe plan vond een plaats en een flacon die het vorige niet had.
change-now-in-window = Het nieuwe plan kan hem binnen zijn venster geven; het vorige gaf hem te laat.
change-vial = Het nieuwe plan neemt de flacon uit een andere bron, zodat anderen op tijd behandeld worden; centrum, plaats en uur blijven.
change-discharge = De patiënt gaat op een ander uur naar huis: { $after } in plaats van { $before }.
change-departure = De flacon vertrekt op een ander uur: { $after } in plaats van { $before }.
change-nearer = { $other } ligt niet verder van huis ({ $other_min } min, { $own } { $own_min } min).
change-nothing-left = { $own } had in deze weken geen flacon, plaats of uur meer voor deze cyclus.
change-floor-lowered = Minimumaandeel verlaagd, { $region }: gevraagd was { $asked } van de cycli binnen het venster, aangehouden wordt { $kept } (cycli: { $kept_cycles } in plaats van { $asked_cycles }). Er is geen plan gevonden waarin alle gewesten samen minder tekortkomen; dat er geen is, is niet bewezen.
change-scan-site-closed = { $subject } is op het uur van de scan gesloten.
change-scan-made-way = De scan maakte plaats voor een andere waarvoor geen ander uur werd gevonden.
change-scan-lost = Geen scanner van { $site } die hem kan maken is vrij binnen zijn termijn, die eindigt op { $until }: de scan kan niet gemaakt worden.
change-tell-patient = patiënt van { $course }
change-tell-centre = centrum { $site }
change-tell-radiopharmacist = radiofarmaceut van { $site }
change-tell-physician = arts van { $site }, voor een nieuw voorschrift
change-tell-physician-scan = arts van { $site }, voor de scan die wegvalt
change-tell-supplier = leverancier { $supplier }
change-tell-transporter = vervoerder van { $lane }

## The tables

change-title = Wat verandert, en wie het moet weten
change-cycle = Kuur en cyclus
change-why = Waarom
change-tell = Te verwittigen
change-not-given = niet gegeven
change-source = flacon van { $supplier }, gekalibreerd { $at }
change-scan = scan { $number }: { $at }
change-before = Voor
change-after = Na
change-lead = Elke cyclus die dit plan aan het vorige verandert, en waardoor.
change-none = Niets verandert.
change-list = { $changes ->
    [one] Eén cyclus verandert
   *[other] { $changes } cycli veranderen
 }
change-events = Wat er gebeurde
change-known = Bekend
change-what = Wat
change-of = Van
change-from = Vanaf
change-until = Tot, nieuw of over
change-batch = batch { $key }
change-floors = Minimumaandelen van gewesten die verlaagd zijn
change-floors-note = Wat gevraagd was, blijft genoteerd: de volgende keer dat het plan opnieuw wordt gemaakt, moet het weer worden gehaald.
change-floor-asked = Gevraagd aandeel
change-floor-kept = Aangehouden aandeel
change-floor-asked-cycles = Gevraagde cycli
change-floor-kept-cycles = Aangehouden cycli
change-floor-at = Verlaagd

event-batch-failed = batch afgekeurd
event-batch-short = batch kleiner dan gepland
event-certification-late = vrijgave later
event-vial-broken = flacon gebroken
event-shipment-late = zending later
event-supplier-shut = leverancier gesloten
event-line-stopped = lijn ligt stil
event-reactor-stopped = reactor ligt stil
event-site-closed = centrum gesloten
event-place-closed = plaats gesloten
event-scanner-closed = scanner gesloten
event-tank-closed = tank gesloten
event-labs-withheld = behandeling uitgesteld
event-labs-fit = bloedresultaten in orde
event-standby-listed = patiënt staat stand-by
event-standby-ended = patiënt niet langer stand-by
event-patient-stopped = kuur beëindigd
event-patient-transferred = patiënt naar een ander centrum
event-patient-added = nieuwe patiënt
event-head-absent = minder mensen van dienst
event-activity-reduced = activiteit verlaagd
