"""How a named tuple of arrays passes to kernels: by its address, and nobody counts who holds the arrays.

Left alone, numba copies all fields of a named tuple at every call, some hundred words for the problem and its plan, and
counts the holders of every array by atomic additions. Both together took two thirds of the time of a search, and two
searches, who share the arrays of the problem, waited for each other at the counters. Every kernel that takes such a
tuple from Python also had code of its own to take it apart, which took longer to compile than what it did.
"""

from hashlib import sha256
from typing import Any

import numba as nb
import numpy as np
from numba.core import cgutils, config, types
from numba.core.datamodel import models
from numba.core.errors import TypingError
from numba.core.types.containers import BaseNamedTuple
from numba.core.typing.templates import AttributeTemplate, infer_getattr
from numba.extending import NativeValue, intrinsic, lower_getattr_generic, register_model, unbox

from doseline.planning.kernels.caching import kept

__all__ = ["Borrowed", "Lent", "lend"]

WORDS = 16
"""Words that a field takes at most: five and two for each dimension of an array."""

OURS = __name__.split(".")[0]
"""The package whose tuples are there for everybody."""

MOST_DIMENSIONS = (WORDS - 5) // 2


class Borrowed(types.Type):
    """Type of the address of a named tuple whose arrays somebody else holds."""

    def __init__(self, lent: BaseNamedTuple) -> None:
        self.lent = lent
        # short: the name is part of that of every kernel that borrows
        super().__init__(name=f"Borrowed({lent.instance_class.__name__} {sha256(lent.name.encode()).hexdigest()[:16]})")


register_model(Borrowed)(models.OpaqueModel)


@infer_getattr
class _Fields(AttributeTemplate):  # type: ignore[misc]
    key = Borrowed

    def generic_resolve(self, lender: Borrowed, field: str) -> types.Type | None:
        """Type of a field; None: there is none of that name."""
        fields = lender.lent.fields
        return lender.lent[fields.index(field)] if field in fields else None


@lower_getattr_generic(Borrowed)  # type: ignore[untyped-decorator]
def _field(context: Any, builder: Any, lender: Borrowed, address: Any, field: str) -> Any:
    pointer = builder.bitcast(address, context.get_value_type(lender.lent).as_pointer())
    return builder.load(cgutils.gep_inbounds(builder, pointer, 0, lender.lent.fields.index(field)))


@unbox(Borrowed)  # type: ignore[untyped-decorator]
def _address(_kind: Borrowed, lent: Any, c: Any) -> NativeValue:
    number = c.pyapi.object_getattr_string(lent, "address")
    address = c.pyapi.long_as_voidptr(number)
    c.pyapi.decref(number)
    return NativeValue(address, is_error=cgutils.is_not_null(c.builder, c.pyapi.err_occurred()))


@intrinsic  # type: ignore[untyped-decorator]
def _store(_context: Any, values: types.Type, address: types.Type) -> Any:
    """Writes a tuple to an address, its arrays without an owner to count."""
    if not isinstance(values, BaseNamedTuple):
        raise TypingError(f"Only a named tuple can be lent, not {values}.")
    if any(isinstance(kind, types.Array) and kind.ndim > MOST_DIMENSIONS for kind in values):
        raise TypingError(f"Arrays of more than {MOST_DIMENSIONS} dimensions cannot be lent.")

    def write(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        fields = given[0]
        for at, kind in enumerate(signature.args[0]):
            if isinstance(kind, types.Array):
                array = context.make_array(kind)(context, builder, value=builder.extract_value(fields, at))
                array.meminfo = cgutils.get_null_value(array.meminfo.type)
                array.parent = cgutils.get_null_value(array.parent.type)
                fields = builder.insert_value(fields, array._getvalue(), at)  # noqa: SLF001 - numba's name for it
        pointer = builder.inttoptr(given[1], context.get_value_type(signature.args[0]).as_pointer())
        builder.store(fields, pointer)
        return context.get_dummy_value()

    return types.none(values, address), write


def _pack(values: Any, address: int) -> None:
    _store(values, address)


_PACKERS: dict[type, tuple[Any, list[Borrowed]]] = {}
"""What packs the tuples of each class, and the type of the first of them."""


def _packer(kind: type) -> tuple[Any, list[Borrowed]]:
    if kind not in _PACKERS:
        pack = nb.njit(_pack)
        # what is on disk names the class, and whoever reads it must know that
        _PACKERS[kind] = kept(pack) if kind.__module__.startswith(OURS) else pack, []
    return _PACKERS[kind]


class Lent:
    """A named tuple of arrays and numbers as kernels take it; it holds the arrays as long as it is there.

    Parameters
    ----------
    values : the tuple, its arrays of any types but the same for all tuples of a class, or each call takes longer
    """

    __slots__ = ("_numba_type_", "_room", "_values", "address")

    def __init__(self, values: Any) -> None:
        self._values = values
        self._room = np.empty(len(values) * WORDS, dtype=np.int64)
        self.address = self._room.ctypes.data
        pack, first = _packer(type(values))
        pack(values, self.address)
        if not first:
            first.append(Borrowed(nb.typeof(values)))
        # asking for the type of so many arrays takes longer than all else
        self._numba_type_ = first[0] if len(pack.overloads) == 1 else Borrowed(nb.typeof(values))


def lend(value: Any) -> Any:
    """Make a named tuple ready for kernels; anything else stays as it is."""
    return Lent(value) if hasattr(value, "_fields") and not config.DISABLE_JIT else value
