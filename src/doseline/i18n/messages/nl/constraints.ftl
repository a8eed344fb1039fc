### Wat een beperking aan een planner zegt wanneer zij een cyclus tegenhoudt.
### $product en $site zijn namen, of de woorden hieronder.

constraint-any-product = dit product
constraint-any-site = dit centrum
