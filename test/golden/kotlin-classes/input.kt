@file:JvmName("Shop")
package com.shop.orders

import com.shop.Money
import com.shop.events.*
import java.util.List as JavaList

const val MAX = 10
private val secret: String = "secret"
var counter = 0
    private set
typealias Handler<T> = (T) -> Unit

/** Keeps orders. */
@Service("orders")
open class OrderRepository<T : Any>(
    private val db: Database,
    val name: String = "x",
    plain: Int,
) : BaseRepository<T>(db), HasTotal, Closeable {
    /** Many. */
    val items: MutableList<T> = mutableListOf()
    lateinit var late: String
    val total: Int
        get() = items.size + MAX

    init { check(plain) }

    constructor(db: Database) : this(db, "y", 1) { log() }

    @Throws(ShopException::class)
    override suspend fun <K> find(id: K, vararg options: String, limit: Int = 3): T? where K : Any {
        val (a, b) = pair(id)
        for (item in items) { if (item == a && limit > 2 || b != null) return item }
        val f = { x: Int -> x + limit + this.total }
        try { items.first { it.valid } } catch (e: NotFound) { throw ShopException("secret", e) }
        while (true) { break }
        return when (limit) { 1 -> null; in 2..3 -> create<T>(f(1)); else -> db.load(id) ?: super.find(id) }
    }

    private fun hidden() {}
    internal fun inside(): Int = 1

    companion object Factory {
        const val LIMIT = 3
        @JvmStatic fun create(): OrderRepository<Any> = OrderRepository(Database.open())
    }

    inner class Cursor(val at: Int)
    enum class Level(val rank: Int) {
        LOW(1),
        HIGH(2) {
            override fun show() = "h"
        };

        open fun show() = "l"
    }
}

interface HasTotal : Comparable<HasTotal> {
    val total: Int
    fun compute(): Money
}
data class Point(val x: Int, val y: Int)
sealed interface Shape
object Registry : Base() {
    fun register(name: String) {
        counter += 1
        Registry.all[name] = ::helper
    }
}
fun String.shout(times: Int): String = this.uppercase().repeat(times)
fun `odd name`() {}
annotation class Service(val value: String)
fun interface Action {
    fun run()
}
