### The record of a golden week.

week-title = De gouden week
week-kicker = Doseline · instantie { $instance } · seed { $seed }
week-subtitle = Eén patiënt en één flacon van target tot ontslag, door een afgekeurde batch heen. { $first } tot { $last }, lokale tijd.
week-claim = Op { $at } wordt batch { $batch } afgekeurd. { $absorbed } van de { $lost } patiënten die er een flacon uit zouden krijgen, worden in deze weken toch behandeld, van wie { $window } binnen hun venster.
week-followed = Dit verslag volgt kuur { $course }, cyclus { $cycle }: { $product } in { $site }, gepland op { $at }.
week-answer-served = De patiënt wordt op { $at } in { $site } behandeld met { $activity }, { $days } dagen na de eerste datum; de flacon komt van { $supplier }.
week-answer-unserved = Niets vangt het verlies voor deze patiënt in deze weken op. { $why }
week-lost = Patiënten die hun flacon verliezen
week-absorbed = Van wie toch behandeld
week-changes-count = Gewijzigde afspraken
week-in-window = Binnen venster, voor en na
week-in-window-note = van { $demanded } gevraagde cycli
week-checked = Beide plannen gecontroleerd
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
week-curve-caption = Tot de afkeuring: wat gebeurde; daarna: wat gepland is. De nummers zijn de rijen van de tabel; een gestippelde verticale lijn is een gebeurtenis zonder activiteit. In de patiënt: alleen fysisch verval, dus hoogstens zoveel.
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
week-limits-body = De planner van de hub betaalt nog geen prijs voor een wijziging: hij houdt afspraken door ze vast te pinnen. Bloeduitslagen van patiënten die binnen enkele dagen aan de beurt zijn, worden als goed aangenomen. In deze versie valt geen reactor stil en wordt niemand op het laatste uur uitgesteld.
week-files = In deze map
week-files-body = events.csv, activities.csv en changes.csv bevatten dit alles als datapakket; country-before, plan-before, country-after en plan-after zijn zelf pakketten, elk plan met zijn verslag.
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
