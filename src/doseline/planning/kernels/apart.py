"""How a kernel stays apart from those that call it: they call it by its address, and it is compiled once.

Numba links a kernel into every kernel that calls it and compiles it anew there, with all that it calls in turn. The
search for a spot was compiled in every kernel that leads to it (decision 0020).
"""

from collections.abc import Callable, Mapping
from ctypes import addressof, c_int64
from functools import wraps
from typing import Any, ParamSpec, TypeVar, get_args

import numpy as np
from llvmlite import binding, ir
from numba.core import cgutils, config, types
from numba.core.errors import TypingError
from numba.core.typing.templates import AbstractTemplate, infer_global, signature
from numba.extending import lower_builtin
from numba.np.numpy_support import from_dtype

from doseline.planning.kernels.compiling import kernel
from doseline.planning.kernels.lending import Lent

__all__ = ["apart", "ready"]

P = ParamSpec("P")
R = TypeVar("R")


_NUMBERS = {int: types.int64, float: types.float64, bool: types.boolean, None: types.none}
_LENT: dict[type, types.Type] = {}
"""Types of the named tuples that kernels are ready for, by class."""


def _number_type(kind: Any) -> types.Type:
    """Numba's type of a number, of a tuple of integers or of nothing."""
    of_numbers = types.UniTuple  # type: ignore[attr-defined]
    return of_numbers(types.int64, len(get_args(kind))) if get_args(kind) else _NUMBERS[kind]


def _array_type(dtype: Any) -> types.Type:
    return types.Array(from_dtype(np.dtype(dtype)), 1, "C")


class _Apart:
    """A kernel that others call by its address."""

    def __init__(self, compiled: Any, dtypes: Mapping[str, Any]) -> None:
        self.compiled = compiled
        function = compiled.py_func
        self.symbol = f"{function.__module__}.{function.__qualname__}"
        self.returns = _number_type(function.__annotations__["return"])
        self._declared = [
            _array_type(dtypes[name]) if name in dtypes else _NUMBERS.get(kind, kind)
            for name, kind in function.__annotations__.items()
            if name != "return"
        ]
        self._cell = c_int64(0)  # its address, once it is compiled; callers kept on disk know the cell by the symbol
        binding.add_symbol(self.symbol, addressof(self._cell))

    def arguments(self) -> tuple[types.Type, ...]:
        """Types of its arguments."""
        return tuple(_LENT[kind] if isinstance(kind, type) else kind for kind in self._declared)

    def compile(self) -> None:
        """Compile it, or read it from disk, and tell its address to those who call."""
        arguments = self.arguments()
        self.compiled.compile(signature(self.returns, *arguments))
        made = self.compiled.overloads[arguments]
        if made.signature.return_type != self.returns:
            raise TypeError(f"{self.symbol} returns {made.signature.return_type}, not {self.returns} as declared.")
        self._cell.value = made.library.get_pointer_to_function(made.fndesc.llvm_func_name)


_WAITING: list[_Apart] = []
"""Those that are not compiled yet."""


def ready(*lent: Any) -> None:
    """Compile the kernels that stay apart; before any kernel that calls them runs.

    Parameters
    ----------
    lent : a named tuple of each class that is an argument of them

    Raises
    ------
    TypeError
        If they were made ready for tuples of other types: an address is that of one body.
    """
    if config.DISABLE_JIT:
        return
    kinds = {type(one): Lent(one)._numba_type_ for one in lent}
    if not _LENT:
        _LENT.update(kinds)
    if kinds != _LENT:
        raise TypeError(f"Kernels are ready for arguments of types {_LENT}, not {kinds}.")
    while _WAITING:
        _WAITING.pop().compile()


def apart(**dtypes: Any) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a kernel that is not linked into its callers.

    Parameters
    ----------
    dtypes : of those of its arguments that are vectors, by name
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        compiled = kernel(function)
        if config.DISABLE_JIT:
            return compiled
        one = _Apart(compiled, dtypes)
        _WAITING.append(one)

        @wraps(function)
        def called(*arguments: P.args, **named: P.kwargs) -> R:
            return compiled(*arguments, **named)

        class Called(AbstractTemplate):  # type: ignore[misc]
            key = called

            def generic(self, given: tuple[types.Type, ...], named: dict[str, types.Type]) -> Any:
                if named or len(given) != len(one.arguments()):
                    raise TypingError(f"{one.symbol} takes {len(one.arguments())} arguments by place.")
                return signature(one.returns, *one.arguments())

        infer_global(called, types.Function(Called))

        @lower_builtin(called, types.VarArg(types.Any))  # type: ignore[attr-defined, untyped-decorator]
        def by_address(context: Any, builder: Any, signed: Any, values: Any) -> Any:
            kind = context.call_conv.get_function_type(signed.return_type, signed.args)
            cell = builder.module.globals.get(one.symbol) or ir.GlobalVariable(
                builder.module, ir.IntType(64), one.symbol
            )
            address = builder.load(cell)
            with cgutils.if_unlikely(builder, builder.icmp_unsigned("==", address, ir.Constant(address.type, 0))):
                context.call_conv.return_user_exc(builder, RuntimeError, (f"{one.symbol} is not ready.",))
            callee = builder.inttoptr(address, kind.as_pointer())
            status, result = context.call_conv.call_function(builder, callee, signed.return_type, signed.args, values)
            with cgutils.if_unlikely(builder, status.is_error):
                context.call_conv.return_status_propagate(builder, status)
            return result

        return called

    return decorate
