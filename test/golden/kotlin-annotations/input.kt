package harbour

@Serializable(with = ShipSerializer::class)
data class Ship(val name: String)

@Target(CLASS)
annotation class Tidal

@Serializable
enum class State { OPEN, CLOSED }

@OptIn(Unstable::class)
actual class Quay
internal actual constructor(
  internal val places: Int,
) : Berth {
  val size
    @JvmName("size")
    get() = places

  fun free(): Int = places
}

@Tidal operator fun Ship.plus(other: Ship): Int = 2
