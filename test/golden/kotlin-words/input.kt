package harbour.`object`

class Crane {
  private var final = false

  fun lift() {
    while (load == 0L && !final) {
      final = true
      open(load)
    }
  }

  fun weigh(): Load {
    val copy = Load(remaining())
    get(copy)
    set(copy, 1)
    by.drop("by")
    return Load(copy)
  }

  var weight: Int
    get() = load
    set(value) { load = value }
}
