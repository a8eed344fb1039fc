### The first page of the demonstration.

demo-title = Belgium, three futures
demo-kicker = Doseline · demonstration · seed { $seed }
demo-subtitle = Twelve weeks of radioligand therapy, planned, checked and explained. All patients are synthetic.
demo-claim = With the rooms and supply assumed in "base", { $served } of { $demanded } demanded cycles are given in their window ({ $share }).
demo-working = The work is still going on, or was stopped: what is listed here is whole.
demo-three = Low, base and high
demo-three-lead = How many beds Belgium has for this is published nowhere, nor is how many patients will come: every headline figure is given for all three.
demo-scenario = Scenario
demo-demanded = Demanded
demo-in-window = In window
demo-share = Share
demo-late = Given later
demo-unserved = Not given
demo-gap = Left to gain at most
demo-waiting = Days of waiting, by priority
demo-checked = Checked
demo-yes = yes
demo-no = no
demo-open = Open
demo-open-report = The report of { $scenario }
demo-open-week = The golden week: one patient through a rejected batch
demo-tables = Tables of { $folder }
