import Foundation
import struct Shop.Money
@testable import Orders

let limit = 10
public var counter: Int = 0
fileprivate let (first, second) = (1, 2)
typealias Handler<T> = (T) -> Void

/// Keeps orders.
@available(iOS 13, *)
open class OrderRepository<T: Hashable>: BaseRepository<T>, HasTotal where T: Codable {
    /// Many.
    public private(set) var items: [T] = []
    static let shared = OrderRepository()
    @Published var name: String
    var total: Int { get { return items.count + limit } set { counter = newValue } }
    lazy var late = make()

    /// Makes one.
    public init(name: String, _ ids: Int..., count: Int = 3) throws {
        self.name = name
        super.init()
    }
    convenience init?() { self.init(name: "secret") }
    deinit { close() }

    @discardableResult
    public override func find<K>(_ id: K, in options: [String: Int] = [:], limit max: Int) async throws -> T? where K: Hashable {
        guard let found = items.first(where: { $0.id == id }), max > 2 else { return nil }
        for (key, value) in options where value > 1 { if key == "x" && value > 3 || self.isBig { continue } }
        let f = { (x: Int) -> Int in return x + max }
        do { try load(found) } catch let error as NotFound { throw ShopError.missing(error) }
        while counter < 3 { counter += 1 }
        switch found { case .open: break; case let .paid(x) where x > 1: f(x); default: break }
        return max > 3 ? Money(amount: 1).value as? T : found ?? Self.shared.items[0]
    }
    private func hidden() {}
    subscript(index: Int) -> T { return items[index] }
    static func == (a: OrderRepository, b: OrderRepository) -> Bool { a === b }
}

public protocol HasTotal: AnyObject { associatedtype Item; var total: Int { get }; func compute(by x: Int) -> Money; init(a: Int) }
public struct Point { let x, y: Double; mutating func move() {} }
enum Level: Int, CaseIterable { case low = 1, high; case custom(Int, name: String); indirect case nest(Level) ; var label: String { "l" } }
extension OrderRepository: CustomStringConvertible { public var description: String { name }; func extra() {} }
actor Counter { var value = 0 }
func helper(_ a: Int) -> Int { func inner() -> Int { a }; return inner() }
infix operator +++: AdditionPrecedence
