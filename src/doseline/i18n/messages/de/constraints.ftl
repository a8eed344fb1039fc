### Was eine Bedingung der Planung sagt, wenn sie einen Zyklus verhindert.
### $product und $site sind Namen oder die Wörter hier.

constraint-any-product = dieses Präparat
constraint-any-site = dieses Zentrum
