### What a constraint says to a planner when it keeps a cycle from being given.
### $product and $site are names, or the phrases below.

constraint-any-product = this product
constraint-any-site = this centre
