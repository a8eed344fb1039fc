### The record of a golden week.

week-title = De gouden week
week-kicker = Doseline · instantie { $instance } · seed { $seed }
week-subtitle = Vijf weken, één patiënt en één flacon van target tot ontslag: door een afgekeurde batch, een stilgelegde reactor en een uitstel op het laatste uur. { $first } tot { $last }, lokale tijd.
week-claim = Op { $at } wordt batch { $batch } afgekeurd. { $absorbed } van de { $lost } patiënten die er een flacon uit zouden krijgen, worden in deze weken toch behandeld, van wie { $window } binnen hun venster.
week-followed = Dit verslag volgt kuur { $course }, cyclus { $cycle }: { $product } in { $site }, gepland op { $at }.
week-answer-served = De patiënt wordt op { $at } in { $site } behandeld met { $activity }, { $days } dagen na de eerste datum; de flacon komt van { $supplier }.
week-answer-unserved = Niets vangt het verlies voor deze patiënt in deze weken op. { $why }
week-lost = Patiënten die hun flacon verliezen
week-absorbed = Van wie toch behandeld
week-changes-count = Gewijzigde afspraken
week-in-window = In het venster: eerst, na de afkeuring, aan het einde
week-in-window-note = van { $demanded } gevraagde cycli
week-checked = Elk plan gecontroleerd
week-yes = Ja
week-no = Nee
week-kept = { $taken ->
    [0] Elke andere afspraak behield haar plaats en uur.
    [one] Elke andere afspraak op één na behield haar plaats en uur; die ene paste niet meer naast de andere.
   *[other] Alle andere afspraken op { $taken } na behielden hun plaats en uur; die pasten niet meer naast de andere.
 }
week-story = Het verhaal, stap voor stap
week-story-lead = Elke stap van de gevolgde patiënt en van de twee flacons die voor hem of haar bedoeld waren: wanneer, waar, door wie, en de activiteit op dat ogenblik.
week-curve = Activiteit van target tot ontslag
week-curve-caption = Tot aan het laatste plan: wat gebeurd is; daarna: wat gepland is. De nummers zijn de rijen van de tabel; een gestippelde verticale lijn is een gebeurtenis zonder activiteit. In de patiënt: enkel fysisch verval, dus ten hoogste zoveel.
week-number = Nr.
week-when = Lokale tijd
week-what = Wat
week-where = Waar
week-who = Wie
week-of = Van
week-activity = Activiteit
week-status = Status
week-done = gebeurd
week-cancelled = vervallen
week-changes-lead = Elke cyclus die het tweede plan verandert.
week-no-changes = Het tweede plan wijzigt niets.
week-before = Voor
week-after = Na
week-limits = Wat deze week nog niet toont
week-limits-body = Bloedresultaten van patiënten die binnen enkele dagen aan de beurt zijn, gelden als in orde, tenzij een gebeurtenis iets anders zegt. Eén dag op voorhand verwittigen, de prijzen van wijzigingen, de stop van de reactor en het uitstel zijn aannames van dit verhaal.
week-files = In deze map
week-files-body = events.csv, activities.csv en de tabellen van wijzigingen bevatten dit alles als datapakket; elk land en elk plan is een eigen pakket, elk plan met zijn verslag.
week-kind-irradiation-starts = Target in de reactor
week-kind-irradiation-ends = Target uit de reactor
week-kind-processing-starts = Begin van de verwerking
week-kind-order-by = Laatste ogenblik om te bestellen; besteld
week-kind-calibration = Kalibratietijdstip, waarvoor de activiteit is opgegeven
week-kind-certified = Vrijgegeven
week-kind-departure = Vertrek
week-kind-arrival = Aankomst en ontvangst
week-kind-admission = Opname
week-kind-administration = Toediening
week-kind-discharge = Ontslag
week-kind-rejected = Batch afgekeurd
week-kind-planned-again = Vanaf hier opnieuw gepland
week-kind-told = Patiënt, centrum en vervoerder worden verwittigd
week-kind-unserved = Geen flacon en dag gevonden
week-who-reactor-operator = reactoroperator
week-who-production-line = productielijn
week-who-radiopharmacist = radiofarmaceut
week-who-supplier = leverancier
week-who-qualified-person = bevoegde persoon
week-who-transporter = vervoerder
week-who-nurse = verpleegkundige
week-who-physician = arts
week-who-medical-physicist = medisch fysicus
week-who-planner-of-the-hub = planner van de hub

## Waarop het verhaal berust

week-staged = In scène gezet voor dit verhaal: er wordt aangenomen dat { $suppliers } gesloten is van { $first } tot { $last }, zodat patiënten die { $products } nodig hebben, op de eigen productielijn aangewezen zijn. Geen leverancier heeft dit aangekondigd. Hoe het verlies wordt opgevangen, geldt alleen onder deze aanname.
week-line-target = in het target
week-line-vial = in de flacon
week-line-never = de flacon die nooit wordt toegediend
week-line-patient = in de patiënt, hoogstens
week-subject-irradiation = bestraling
week-subject-batch = batch
week-subject-order = bestelling
week-subject-vial = flacon
week-subject-shipment = zending
week-subject-stay = verblijf
week-subject-cycle = cyclus
week-subject-plan = plan
week-planned = gepland

week-newly-served = { $cycles ->
    [one] nog één cyclus, eerder niet gegeven, wordt nu gegeven
   *[other] nog { $cycles } cycli, eerder niet gegeven, worden nu gegeven
 }

## The stopped reactor and the hold

week-stopped = Reactor stil
week-evening = Uitstel
week-stopped-title = { $at }: de reactor valt stil
week-stopped-claim = { $reactor } valt stil op { $at } en zou weer draaien op { $until }. Van de targets erin komt niets: { $lost } patiënten verliezen hun flacon, en { $absorbed } van hen worden in deze weken toch behandeld. De vensters van { $open } anderen staan na deze weken nog open.
week-held-claim = Op { $at } wordt kuur { $course } op het laatste uur uitgesteld; de flacon kan niet meer herroepen worden. { $who }
week-evening-title = { $at }: uitgesteld op het laatste uur
week-evening-lead = Wat op dit uur bekend moet zijn, wat beslist wordt, en wie gebeld moet worden, in de volgorde van de uren die veranderen.
week-question = Vraag
week-answer = Antwoord
week-who-is-held = Wie wordt uitgesteld?
week-held = Kuur { $course }, cyclus { $cycle }: { $product } in { $site }, voorzien op { $at }. De bloedresultaten zijn niet in orde (aangenomen voor dit verhaal); vóór { $retest } wordt niets toegediend.
week-what-of-the-vial = En de flacon?
week-vial = { $state } Toe te dienen van { $opens } tot { $closes }, met behoud van de marge van het centrum.
week-vial-there = Hij ligt in het centrum sinds { $at }.
week-vial-on-road = Hij is onderweg en komt aan op { $at }.
week-vial-ordered = Hij is besteld, en de bestelling kan niet meer herroepen worden.
week-who-stands-by = Wie staat stand-by?
week-listed = { $course }, anders op { $at }
week-nobody-stands-by = Niemand staat op de stand-bylijst van dit centrum voor dit product.
week-who-is-called-in = Wie wordt opgeroepen?
week-called-in = { $course }: op { $at } in plaats van { $was }, met deze flacon.
week-called-in-anew = { $course }: op { $at }, met deze flacon.
week-nobody-is-called-in = Niemand: de flacon gaat naar niemand anders, en gaat verloren tenzij de eigen patiënt hem nog kan krijgen.
week-what-it-costs = Wat kost het de uitgestelde patiënt?
week-held-later = De volgende toediening is op { $at } in { $site }.
week-held-after-these-weeks = In deze weken wordt niets meer toegediend; het volgende plan neemt het op.
week-who-signs = Wat wacht op een handtekening?
week-signatures = Een nieuw voorschrift van de arts, de beslissing van de radiofarmaceut en het akkoord van de leverancier, alles in { $site }; kamerkaart, afvallabel en ontslagkaart volgen daaruit. Doseline ondertekent niets daarvan. Of de opgeroepen patiënt zwanger is, continent is en of aminozuren besteld zijn waar dat nodig is, moet het centrum zeggen.
week-board-before = { $site }, zoals beloofd; wie verandert staat met naam
week-board-after = { $site }, na het uitstel; wie verandert staat met naam
week-kind-reactor-stopped = Reactor stilgevallen
week-subject-reactor = reactor
week-end-served = Dat hield geen stand: uiteindelijk wordt de gevolgde patiënt behandeld op { $at } in { $site }.
week-end-unserved = Dat hield geen stand: wat later gebeurt neemt ook deze flacon weg, en de gevolgde patiënt krijgt in deze weken niets meer.
