### Was ein neuer Plan am vorigen ändert: warum, und wer zu verständigen ist.

change-batch-failed = Charge { $subject } wurde verworfen, und diese Durchstechflasche sollte aus ihr kommen.
change-batch-short = Charge { $subject } hat weniger Aktivität als geplant, und diese Durchstechflasche findet darin keinen Platz mehr.
change-certification-late = Charge { $subject } wird später freigegeben, zu spät für diese Stunde.
change-vial-broken = Durchstechflasche { $subject } ist zerbrochen.
change-shipment-late = Sendung { $subject } kommt später, nach dieser Stunde.
change-supplier-shut = { $subject } ist geschlossen, und diese Durchstechflasche sollte von dort kommen.
change-line-stopped = Linie { $subject } steht, und diese Durchstechflasche sollte aus ihr kommen.
change-reactor-stopped = Reaktor { $subject } steht, und diese Durchstechflasche sollte aus einem Target darin kommen.
change-site-closed = { $subject } ist zu dieser Stunde geschlossen.
change-place-closed = Platz { $subject } ist zu dieser Stunde geschlossen.
change-labs-withheld = Die Blutwerte verschieben die Behandlung bis { $until }.
change-follows = Der Zyklus davor wurde verschoben, und dieser folgt ihm.
change-made-way = Er machte Platz für einen Patienten, dessen Zusage gebrochen wurde, oder folgt auf einen, der es tat.
change-left-open = Der Zyklus davor wurde an einem anderen Tag als seinem Fälligkeitstag gegeben, daher fällt er nach diese Wochen.
change-served = Der neue Plan fand einen Platz und eine Durchstechflasche, die der vorige nicht hatte.
change-vial = Der neue Plan nimmt die Durchstechflasche aus einer anderen Quelle; Zentrum, Platz und Zeit bleiben.
change-nearer = { $other } liegt nicht weiter von zu Hause ({ $other_min } min, { $own } { $own_min } min).
change-nothing-left = { $own } hatte in diesen Wochen keine Durchstechflasche, keinen Platz oder keine Stunde für diesen Zyklus mehr.
change-tell-patient = Patient von { $course }
change-tell-centre = Zentrum { $site }
change-tell-radiopharmacist = Radiopharmazie von { $site }
change-tell-supplier = Lieferant { $supplier }
change-tell-transporter = Transporteur von { $lane }
