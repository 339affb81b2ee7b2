package com.x.y;

import java.util.*;
import static java.lang.Math.max;
import com.foo.Bar;

/** Doc. */
@Service("x")
@Deprecated
public abstract class A<T extends Comparable<T>> extends pkg.Base<T> implements I, J<String> {
  public static final int MAX = 1, MIN = 2;
  private final @Nullable String name;
  static { init(); }
  /** ctor */
  public A(final int a, String... rest) throws IOException { super(a); this.name = rest[0]; }
  @Override public <R> List<R> get(Map<String, R> m, int[] b) { 
    for (int i = 0; i < 3; i++) { foo(i).bar(); }
    for (String s : m) {}
    try (var r = open()) { } catch (E | F e) { throw new X(e); } finally {}
    Runnable q = () -> run(); z.forEach((k, v) -> k.go(v)); y.map(w -> w.x);
    switch (a) { case 1: break; default: }
    int v = a ? b : c; v += 1; Foo.CONST.x = Bar::new;
    if (o instanceof Foo f && f.x) {}
    return new ArrayList<>();
  }
  enum Color implements K { RED(1), GREEN { void x() {} }; private int c; Color(int c) {} }
  interface In extends L, M { int X = 1; void m(); default int d() { return 1; } }
  @interface Ann { String value() default ""; }
  record P(int x, @A int y) implements Q { P { check(); } }
}
