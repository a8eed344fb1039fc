### Wat de afstand van een niveau tot zijn grens betekent.

gap-window = Hoogstens { $left } meer zou, naar prioriteit geteld, in het venster gegeven kunnen worden, als het al kan.
gap-window-none = Meer kan er in het venster niet gegeven worden.
gap-days = Van { $value } dagen wachten kunnen er, met evenveel in het venster, hoogstens nog { $left } bespaard worden, als het al kan.
gap-days-none = Met evenveel in het venster valt er geen dag wachten te besparen.
