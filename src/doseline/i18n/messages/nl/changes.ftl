### Wat een nieuw plan verandert aan het vorige: waarom, en wie verwittigd moet worden.

change-batch-failed = Batch { $subject } werd afgekeurd, en deze flacon zou eruit komen.
change-batch-short = Batch { $subject } heeft minder activiteit dan gepland, en deze flacon vindt er geen plaats meer in.
change-certification-late = Batch { $subject } wordt later vrijgegeven, te laat voor dit uur.
change-vial-broken = Flacon { $subject } brak.
change-shipment-late = Zending { $subject } komt later, na dit uur.
change-supplier-shut = { $subject } is gesloten, en deze flacon zou daarvandaan komen.
change-line-stopped = Lijn { $subject } ligt stil, en deze flacon zou eruit komen.
change-reactor-stopped = Reactor { $subject } ligt stil, en deze flacon zou uit een target erin komen.
change-site-closed = { $subject } is op dit uur gesloten.
change-place-closed = Plaats { $subject } is op dit uur gesloten.
change-labs-withheld = De bloedresultaten stellen de behandeling uit tot { $until }.
change-follows = De cyclus ervoor is verplaatst, en deze volgt hem.
change-made-way = Hij maakte plaats voor een patiënt wiens belofte gebroken werd, of volgt op een die dat deed.
change-left-open = De cyclus ervoor werd op een andere dag dan zijn vervaldag gegeven, dus valt hij na deze weken.
change-served = Het nieuwe plan vond een plaats en een flacon die het vorige niet had.
change-vial = Het nieuwe plan neemt de flacon uit een andere bron; centrum, plaats en uur blijven.
change-nearer = { $other } ligt niet verder van huis ({ $other_min } min, { $own } { $own_min } min).
change-nothing-left = { $own } had in deze weken geen flacon, plaats of uur meer voor deze cyclus.
change-tell-patient = patiënt van { $course }
change-tell-centre = centrum { $site }
change-tell-radiopharmacist = radiofarmaceut van { $site }
change-tell-supplier = leverancier { $supplier }
change-tell-transporter = vervoerder van { $lane }
