### Ce qu'une contrainte dit au planificateur lorsqu'elle empêche un cycle.
### $product et $site sont des noms, ou les mots ci-dessous.

constraint-any-product = ce produit
constraint-any-site = ce centre

constraint-C00 = Les tables du plan ne concordent pas entre elles ou avec celles du pays.
constraint-C01 = Aucun flacon pour { $product } n’aurait eu l’activité prescrite, dans la marge que garde { $site }.
constraint-C02 = Aucun flacon pour { $product } n’était libéré, dans sa durée de conservation et remplissable pour une heure ouverte pour { $site }.
constraint-C03 = Les lots pour { $product } n’avaient plus d’activité pour un flacon patient de plus.
constraint-C04 = Le réacteur était à l’arrêt, ou toutes ses positions étaient occupées, quand la cible pour { $product } devait être irradiée.
constraint-C05 = La ligne de production pour { $product } n’avait plus de lot, de personnel ou d’activité autorisée chacun des jours qui auraient convenu.
constraint-C06 = Il ne restait aucun créneau de livraison pour { $product } : chacun était complet, son délai de commande était passé, ou son fournisseur était à l’arrêt.
constraint-C07 = Aucun transport avec { $product } vers { $site } ne partait à temps, ou le dernier était complet en colis ou en activité.
constraint-C08 = Aucun colis avec { $product } ne pouvait être reçu pour { $site } à temps pour la préparation.
constraint-C09 = Aucune place adaptée n’était libre pour { $site } pendant tout le séjour avec { $product } : chacune était prise ou fermée.
constraint-C10 = Aucun séjour avec { $product } n’entrait dans les heures d’ouverture et les nuits couvertes pour { $site }.
constraint-C11 = Pour { $site }, le personnel était entièrement pris à chaque heure qui aurait convenu pour { $product }.
constraint-C12 = Pour préparer { $product } pour { $site }, il ne restait ni enceinte blindée, ni activimètre, ni autre appareil.
constraint-C13 = Pour { $site }, aucune caméra n’était libre au moment des examens après { $product }.
constraint-C14 = Un flacon de plus avec { $product } aurait porté { $site } au-delà de l’activité de son autorisation.
constraint-C15 = Pour { $site }, les cuves de décroissance ne pouvaient pas recevoir les effluents d’un séjour de plus avec { $product }.
constraint-C16 = Pour { $site }, l’entrepôt de déchets radioactifs solides ne pouvait pas recevoir ceux d’un traitement de plus avec { $product }.
constraint-C17 = Les dates permises pour { $product } après le cycle précédent, et des analyses valides, ne laissaient aucun jour pour { $site }.
constraint-C18 = Aucun centre qui donne { $product } n’est connu comme étant dans la limite de trajet du patient, ou quitter { $site } n’était pas permis.
constraint-C19 = Les places et les flacons pour { $product } et { $site } étaient réservés à un essai.
constraint-C20 = Les semaines après l’horizon ne pouvaient pas porter les cycles ultérieurs d’un traitement de plus par { $product } pour { $site }.
constraint-C21 = Une administration promise auparavant, pour { $site } ou avec { $product }, a gardé sa place et son heure.
constraint-C22 = Une région dont la part traitée dans la fenêtre ne peut descendre sous un minimum est passée avant.
