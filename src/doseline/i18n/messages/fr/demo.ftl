### The first page of the demonstration.

demo-title = La Belgique, trois avenirs
demo-kicker = Doseline · démonstration · graine { $seed }
demo-subtitle = Douze semaines de thérapie par radioligands, planifiées, vérifiées et expliquées. Tous les patients sont synthétiques.
demo-claim = Avec les chambres et l’approvisionnement supposés dans « base », { $served } des { $demanded } cycles demandés sont administrés dans leur fenêtre ({ $share }).
demo-working = Le travail est en cours ou a été interrompu : ce qui figure ici est complet.
demo-three = Low, base et high
demo-three-lead = Le nombre de lits dont la Belgique dispose n’est publié nulle part, pas plus que le nombre de patients à venir : chaque chiffre clé est donné pour les trois.
demo-scenario = Scénario
demo-demanded = Demandés
demo-in-window = Dans la fenêtre
demo-share = Part
demo-late = Administrés plus tard
demo-unserved = Non administrés
demo-gap = Gain restant au plus
demo-waiting = Jours d’attente, par priorité
demo-checked = Vérifié
demo-yes = oui
demo-no = non
demo-open = Ouvrir
demo-open-report = Le rapport de { $scenario }
demo-open-week = La semaine en or : un patient malgré un lot rejeté
demo-tables = Tableaux de { $folder }
