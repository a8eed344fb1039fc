### The first page of the demonstration.

demo-title = Belgien, drei Zukünfte
demo-kicker = Doseline · Vorführung · Startwert { $seed }
demo-subtitle = Zwölf Wochen Radioligandentherapie, geplant, geprüft und erklärt. Alle Patienten sind synthetisch.
demo-claim = Mit den in „base“ angenommenen Zimmern und Lieferungen werden { $served } von { $demanded } nachgefragten Zyklen in ihrem Fenster gegeben ({ $share }).
demo-working = Die Arbeit läuft noch oder wurde abgebrochen: Was hier steht, ist vollständig.
demo-three = Low, base und high
demo-three-lead = Wie viele Betten Belgien dafür hat, ist nirgends veröffentlicht, und auch nicht, wie viele Patienten kommen werden: Jede Hauptzahl steht für alle drei.
demo-scenario = Szenario
demo-demanded = Nachgefragt
demo-in-window = Im Fenster
demo-share = Anteil
demo-late = Später gegeben
demo-unserved = Nicht gegeben
demo-gap = Höchstens noch zu gewinnen
demo-waiting = Wartetage, nach Priorität
demo-checked = Geprüft
demo-yes = ja
demo-no = nein
demo-open = Öffnen
demo-open-report = Der Bericht von { $scenario }
demo-open-week = Die goldene Woche: ein Patient durch eine verworfene Charge hindurch
demo-tables = Tabellen von { $folder }
