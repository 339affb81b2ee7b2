"""mod doc"""
from __future__ import annotations
import os, a.b as c
from ..x.y import (z as w, q)
from . import *
__all__ = ['A', "b"]
X: int = 1
a, b = 1, 2
type T = int
@dec.foo(1)
@plain
class A(Base, pkg.Other[int], metaclass=M):
    """doc"""
    f: int
    g = 2
    @property
    async def m(self, a, b: int = 3, *args: str, c, d=2, **kw) -> 'list[int]':
        '''d'''
        global X
        nonlocal y
        X = a.b.c(d)[3]
        for i, j in z: pass
        with open(x) as f: pass
        try: pass
        except E as e: raise
        h = lambda q: q+1
        [k for k in l if k]
        if (n := 3) and 4 or 5: pass
        match x:
            case P(y=z): pass
            case [u, *v]: pass
        del n
        return f(x, key=val)
def gen[T](x: T): yield x
