"""How a named tuple of arrays passes from kernel to kernel: by its address, and nobody counts who holds the arrays.

Left alone, numba copies all fields of a named tuple at every call, some hundred words for the problem and its plan, and
counts the holders of every array by atomic additions. Both together took two thirds of the time of a search, and two
searches, who share the arrays of the problem, waited for each other at the counters.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from numba.core import cgutils, config, types
from numba.core.datamodel import models
from numba.core.types.containers import BaseNamedTuple
from numba.core.typing.templates import AttributeTemplate, Signature, infer_getattr
from numba.extending import intrinsic, lower_getattr_generic, register_model

__all__ = ["borrowed"]

T = TypeVar("T")


class Borrowed(types.Type):
    """Type of the address of a named tuple whose arrays somebody else holds."""

    def __init__(self, lent: BaseNamedTuple) -> None:
        self.lent = lent
        super().__init__(name=f"Borrowed({lent.name})")


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


@intrinsic  # type: ignore[untyped-decorator]
def _lend(_context: Any, lent: types.Type) -> tuple[Signature, Callable[..., Any]] | None:
    """Address of a copy of the tuple on the stack of the kernel that calls, its arrays without an owner to count."""

    def as_it_is(_context: Any, _builder: Any, _signature: Signature, values: Any) -> Any:
        return values[0]

    def on_the_stack(context: Any, builder: Any, signature: Signature, values: Any) -> Any:
        fields = values[0]
        for at, kind in enumerate(signature.args[0]):
            if isinstance(kind, types.Array):
                array = context.make_array(kind)(context, builder, value=builder.extract_value(fields, at))
                array.meminfo = cgutils.get_null_value(array.meminfo.type)
                array.parent = cgutils.get_null_value(array.parent.type)
                fields = builder.insert_value(fields, array._getvalue(), at)  # noqa: SLF001 - numba's name for it
        pointer = cgutils.alloca_once_value(builder, fields)
        return builder.bitcast(pointer, context.get_value_type(signature.return_type))

    if isinstance(lent, Borrowed):
        return lent(lent), as_it_is
    if isinstance(lent, BaseNamedTuple):
        return Borrowed(lent)(lent), on_the_stack
    return None


def _itself(lent: T) -> T:
    return lent


borrowed: Callable[[T], T] = _itself if config.DISABLE_JIT else _lend
"""A named tuple of arrays and numbers by its address, for the kernels that a kernel calls.

A kernel that Python calls and that hands its tuples on begins with this: its caller holds the arrays until it returns.
What is borrowed already stays as it is.
"""
