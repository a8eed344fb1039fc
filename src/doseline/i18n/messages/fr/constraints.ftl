### Ce qu'une contrainte dit au planificateur lorsqu'elle empêche un cycle.
### $product et $site sont des noms, ou les mots ci-dessous.

constraint-any-product = ce produit
constraint-any-site = ce centre
