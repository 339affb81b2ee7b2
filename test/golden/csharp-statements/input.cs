namespace A.B;
using System.Linq;
class P {
  void M(object o) {
    if (o is string s && o is var q) {}
    var r = from x in xs let y = x.A join z in zs on x equals z where x > y select new { x, Name = z };
    foreach (var (k, v) in d) {}
    M(out var w, out int u, name: 3);
    var (a, b) = t; (c, d2) = t;
    using var f = Open();
    var g = o switch { int n when n > 3 => 1, Foo { Bar: var h } => 2, _ => 3 };
    Func<int,int> l = delegate(int x1) { return x1; };
    var m = (int p1, p2) => p1; 
    c?.D?.E(); c!.F(); typeof(Foo); nameof(Bar); (Foo)x; x as Foo; default(Foo); new Foo[3]; new() { A = 1 };
    a += 3; i++; --j;
    label: goto label;
    global::System.Console.Write($"a {b}");
  }
}
