### Was eine Bedingung der Planung sagt, wenn sie einen Zyklus verhindert.
### $product und $site sind Namen oder die Wörter hier.

constraint-any-product = dieses Präparat
constraint-any-site = dieses Zentrum

constraint-C00 = Die Tabellen des Plans passen nicht zueinander oder nicht zu denen des Landes.
constraint-C01 = Keine Durchstechflasche für { $product } hätte die verordnete Aktivität gehabt, innerhalb des Spielraums für { $site }.
constraint-C02 = Keine Durchstechflasche für { $product } war freigegeben, haltbar und füllbar für eine Stunde, die für { $site } offen war.
constraint-C03 = Die Chargen für { $product } hatten keine Aktivität mehr für eine weitere Patientenflasche.
constraint-C04 = Der Reaktor stand still, oder alle Positionen waren besetzt, als das Target für { $product } bestrahlt werden musste.
constraint-C05 = Die Produktionslinie für { $product } hatte an jedem Tag, der gepasst hätte, keine Charge, kein Personal oder keine genehmigte Aktivität mehr.
constraint-C06 = Kein Lieferfenster für { $product } war mehr frei: jedes war voll, der Bestellschluss war vorbei, oder der Lieferant stand still.
constraint-C07 = Kein Transport für { $product } und { $site } fuhr rechtzeitig ab, oder der letzte war an Versandstücken oder Aktivität voll.
constraint-C08 = Kein Versandstück für { $product } konnte für { $site } rechtzeitig vor der Zubereitung angenommen werden.
constraint-C09 = Kein geeigneter Platz war für { $site } während des ganzen Aufenthalts für { $product } frei: jeder war belegt oder geschlossen.
constraint-C10 = Kein Aufenthalt für { $product } passte in die Öffnungszeiten und die besetzten Nächte für { $site }.
constraint-C11 = Für { $site } war das Personal in jeder Stunde voll belegt, die für { $product } gepasst hätte.
constraint-C12 = Für { $product } und { $site } war keine Heiße Zelle, kein Aktivimeter oder anderes Gerät mehr übrig.
constraint-C13 = Für { $site } war in der Zeit der Aufnahmen, die für { $product } nötig sind, keine Kamera frei.
constraint-C14 = Eine weitere Durchstechflasche für { $product } hätte für { $site } die genehmigte Aktivität überschritten.
constraint-C15 = Für { $site } konnten die Abklingtanks das Abwasser eines weiteren Aufenthalts für { $product } nicht aufnehmen.
constraint-C16 = Für { $site } konnte das Lager fester radioaktiver Abfälle die einer weiteren Behandlung für { $product } nicht aufnehmen.
constraint-C17 = Die Tage, die für { $product } nach dem vorigen Zyklus erlaubt sind, und gültige Laborwerte ließen für { $site } keinen Tag übrig.
constraint-C18 = Von keinem Zentrum für { $product } ist bekannt, dass es innerhalb der Reisegrenze des Patienten liegt, oder ein Wechsel war für { $site } nicht erlaubt.
constraint-C19 = Die Plätze und Durchstechflaschen für { $product } und { $site } waren für eine Studie geschützt.
constraint-C20 = Die Wochen nach dem Horizont konnten die späteren Zyklen einer weiteren Behandlung für { $product } und { $site } nicht tragen.
constraint-C21 = Eine früher versprochene Verabreichung, für { $site } oder für { $product }, behielt ihren Platz und ihre Stunde.
constraint-C22 = Eine Region, deren Anteil im Zeitfenster nicht unter eine Untergrenze fallen darf, ging vor.
