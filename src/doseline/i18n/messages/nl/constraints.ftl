### Wat een beperking aan een planner zegt wanneer zij een cyclus tegenhoudt.
### $product en $site zijn namen, of de woorden hieronder.

constraint-any-product = dit product
constraint-any-site = dit centrum

constraint-C00 = De tabellen van het plan stemmen niet overeen met elkaar of met die van het land.
constraint-C01 = Geen flacon voor { $product } zou de voorgeschreven activiteit hebben gehad, binnen de marge die { $site } aanhoudt.
constraint-C02 = Geen flacon voor { $product } was vrijgegeven, houdbaar en vulbaar voor een uur dat voor { $site } open was.
constraint-C03 = De batches voor { $product } hadden geen activiteit over voor nog een patiëntflacon.
constraint-C04 = De reactor lag stil, of al zijn posities waren bezet, toen het target voor { $product } bestraald moest worden.
constraint-C05 = De productielijn voor { $product } had geen batch, personeel of vergunde activiteit meer op elke dag die had kunnen dienen.
constraint-C06 = Geen leveringsmoment voor { $product } was nog vrij: elk was vol, de besteltermijn was verstreken, of de leverancier lag stil.
constraint-C07 = Geen transport met { $product } naar { $site } vertrok op tijd, of het laatste was vol in colli of in activiteit.
constraint-C08 = Geen collo met { $product } kon bij { $site } op tijd voor de bereiding worden ontvangen.
constraint-C09 = Geen geschikte plaats was bij { $site } vrij voor het hele verblijf met { $product }: elke was bezet of gesloten.
constraint-C10 = Geen verblijf met { $product } paste in de openingsuren en de bezette nachten van { $site }.
constraint-C11 = Het personeel van { $site } was volledig bezet op elk uur dat voor { $product } had kunnen dienen.
constraint-C12 = Voor de bereiding van { $product } bij { $site } was geen hotcel, activimeter of ander toestel meer over.
constraint-C13 = Geen scanner van { $site } was vrij in de tijd van de scans na { $product }.
constraint-C14 = Nog een flacon { $product } zou { $site } boven de activiteit van de vergunning hebben gebracht.
constraint-C15 = De vervaltanks van { $site } konden het afvalwater van nog een verblijf met { $product } niet opnemen.
constraint-C16 = De opslag van vast radioactief afval bij { $site } kon dat van nog een behandeling met { $product } niet opnemen.
constraint-C17 = De datums die voor { $product } na de vorige cyclus zijn toegestaan, en geldige labresultaten, lieten geen dag over bij { $site }.
constraint-C18 = Van geen centrum dat { $product } geeft, is bekend dat het binnen de reisgrens van de patiënt ligt, of weggaan bij { $site } was niet toegestaan.
constraint-C19 = De plaatsen en flacons voor { $product } bij { $site } waren voorbehouden voor een studie.
constraint-C20 = De weken na de horizon konden de latere cycli van nog een behandeling met { $product } bij { $site } niet dragen.
constraint-C21 = Een eerder beloofde toediening, bij { $site } of met { $product }, behield haar plaats en haar uur.
constraint-C22 = Een gewest waarvan het aandeel dat binnen het venster wordt behandeld niet onder een minimum mag zakken, ging voor.
