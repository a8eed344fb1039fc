### The first page of the demonstration.

demo-title = België, drie toekomsten
demo-kicker = Doseline · demonstratie · seed { $seed }
demo-subtitle = Twaalf weken radioligandtherapie, gepland, gecontroleerd en uitgelegd. Alle patiënten zijn synthetisch.
demo-claim = Met de kamers en de aanvoer aangenomen in "base" worden { $served } van { $demanded } gevraagde cycli binnen hun venster gegeven ({ $share }).
demo-working = Het werk is nog bezig of werd gestopt: wat hier staat, is volledig.
demo-three = Low, base en high
demo-three-lead = Hoeveel bedden België hiervoor heeft, is nergens gepubliceerd, en evenmin hoeveel patiënten zullen komen: elk hoofdcijfer staat er voor alle drie.
demo-scenario = Scenario
demo-demanded = Gevraagd
demo-in-window = Binnen venster
demo-share = Aandeel
demo-late = Later gegeven
demo-unserved = Niet gegeven
demo-gap = Nog hoogstens te winnen
demo-waiting = Wachtdagen, naar prioriteit
demo-checked = Gecontroleerd
demo-yes = ja
demo-no = nee
demo-open = Openen
demo-open-report = Het verslag van { $scenario }
demo-open-week = De gouden week: één patiënt door een afgekeurde charge heen
demo-tables = Tabellen van { $folder }
