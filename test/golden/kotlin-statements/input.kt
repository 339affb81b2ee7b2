class A {
  fun f(x: Any) {
    if (x is Foo && x !in l) a.b?.c!!.d(1)
    x.map { (a, b) -> a + b }.filter { q -> q }
    obj.count += 1; count = 2; count++; arr[0] = 3
    val l = object : Base(), Iface { override fun z() {} }
    for ((k, v) in m) {}
    do {} while (x)
    label@ while (true) { break@label; return@map 3 }
    val y: Map<String, com.x.Foo<Int>>? = x as? Foo
    x::class; String::length; ::f
    "a $x ${y.z}"
    fun local(p: (Int) -> Unit) {}
    when { x -> 1; is Foo, in 1..2 -> 2 }
    val z by lazy { 1 }
    var a2 = if (x) 1 else 2
    a<T>(3); Foo<Int>(1); a.b<T>()
    x?.let { it.foo() } ?: return
    throw E()
  }
  val size get() = 1
  var p: Int = 0
    get() = field
    set(value) { field = value }
  operator fun plus(o: A) = this
  @Inject lateinit var q: Foo
  abstract val r: Int
  val (c1, c2) = pair
  interface In
  object Ob
  companion object { }
  enum class E1 { A, B }
}
