### What a constraint says to a planner when it keeps a cycle from being given.
### $product and $site are names, or the phrases below.

constraint-any-product = this product
constraint-any-site = this centre

constraint-C00 = The tables of the plan do not agree with each other or with the country's.
constraint-C01 = No vial for { $product } would have had the prescribed activity, within the margin that { $site } keeps.
constraint-C02 = No vial for { $product } was certified, within its shelf life and fillable at any hour open for { $site }.
constraint-C03 = The batches for { $product } had no activity left for one more patient vial.
constraint-C04 = The reactor was stopped, or all its positions were taken, when the target for { $product } had to be irradiated.
constraint-C05 = The production line for { $product } had no batch, staff or licensed activity left on each day that would have served.
constraint-C06 = No delivery slot for { $product } was left: each was full, its ordering deadline had passed, or its supplier had stopped.
constraint-C07 = No transport with { $product } to { $site } left in time, or the last one was full in packages or activity.
constraint-C08 = No package with { $product } could be received at { $site } in time for the preparation.
constraint-C09 = No suitable place was free at { $site } for the whole stay with { $product }: each was taken or closed.
constraint-C10 = No stay with { $product } fitted the opening hours and the covered nights at { $site }.
constraint-C11 = The staff at { $site } was fully booked at every hour that would have served for { $product }.
constraint-C12 = The preparation of { $product } at { $site } had no hot cell, calibrator or other device left.
constraint-C13 = No scanner at { $site } was free in the time of the scans after { $product }.
constraint-C14 = One more vial of { $product } would have taken { $site } over the activity of its licence.
constraint-C15 = The decay tanks at { $site } could not take the waste water of one more stay with { $product }.
constraint-C16 = The store of solid radioactive waste at { $site } could not take that of one more { $product } treatment.
constraint-C17 = The dates allowed for { $product } after the previous cycle, and valid laboratory results, left no day at { $site }.
constraint-C18 = No centre that gives { $product } is known to be within the patient's travel limit, or a change of centre away from { $site } was not allowed.
constraint-C19 = The places and vials for { $product } at { $site } were protected for a trial.
constraint-C20 = The weeks after the horizon could not carry the later cycles of one more course of { $product } at { $site }.
constraint-C21 = An administration promised before, at { $site } or with { $product }, kept its place and its hour.
constraint-C22 = A region whose share served in window must not fall below a floor came first.
