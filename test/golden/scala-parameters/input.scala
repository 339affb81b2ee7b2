package object harbour {
  val tide = 1
}

class Crane(using Context)(using val clock: Clock) {
  var left, right = 1
  val (whole @ _, part) = split
  private var (up, down) = split
}

object Words {
  extension (s: String) {
    def shout(times: Int) = s
  }
}

enum Move {
  case Lift(height: Int)
  case Drop, Wait
}

trait Berth(val places: Int)
case class Ship(name: String)(using Context)
