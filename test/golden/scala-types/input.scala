package com.shop
package orders

import com.shop.Money
import com.shop.events.{OrderPlaced => Placed, _}
import scala.collection.mutable.{Map, ListBuffer}

/** Keeps orders. */
@deprecated("x", "1")
abstract class OrderRepository[T <: Entity, +U](db: Database, val name: String = "x")(implicit ec: ExecutionContext)
    extends BaseRepository[T](db) with HasTotal with Serializable {
  import db.api._
  private val items: ListBuffer[T] = ListBuffer.empty
  protected[shop] var count = 0
  lazy val total: Int = items.size + OrderRepository.Limit
  type Key = String

  def this(db: Database) = this(db, "y")

  /** Finds. */
  @throws[NotFound]
  override def find[K](id: K, options: Map[String, Int] = Map())(implicit m: Manifest[K]): Option[T] = {
    val (a, b) = pair(id)
    for (item <- items if item.valid; x = item.price) yield x + count
    val f = (x: Int) => x + count
    try { items.head } catch { case e: NotFound => throw new ShopException("secret", e) } finally { close() }
    while (count < 3) count += 1
    if (a == b && count > 1 || this.isBig) None
    else id match { case 1 => None; case Placed(x) if x > 1 => Some(f(x)); case _ => super.find(id) }
  }
  private def hidden(): Unit = ()
  def abstractOne(x: Int): String
}

object OrderRepository {
  val Limit = 3
  def apply(db: Database): OrderRepository[Entity, Any] = new OrderRepositoryImpl(db)
  case class Line(quantity: Int, price: Money)
}
trait HasTotal extends Ordered[HasTotal] { self: Logging => def total: Int; val x: Int = 1 }
case class Point(x: Int, y: Int = 0)
case object Origin extends Shape
sealed trait Shape
class Plain
object `odd name` { def +(other: Int): Int = other; def unary_- = 1 }
