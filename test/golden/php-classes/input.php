<?php
declare(strict_types=1);

namespace Shop\Orders;

use Shop\Money;
use Shop\Events\{OrderPlaced as Placed, OrderPaid};
use function Shop\helpers\format_price;
use const Shop\LIMIT;
require_once __DIR__ . '/bootstrap.php';
include 'config.php';

const MAX = 10;
define('OLD_STYLE', 'secret');

/**
 * Keeps orders.
 */
#[Service('orders'), Lazy]
final class OrderRepository extends BaseRepository implements Countable, \IteratorAggregate
{
    use Loggable, Cached { Cached::get as protected cachedGet; }

    public const STATUS_OPEN = 'open';
    private static ?self $instance = null;
    protected array $items = [], $more;

    /** Makes one. */
    public function __construct(private readonly Db $db, ?string $name = 'x', int ...$ids)
    {
        parent::__construct($name);
        $this->items = $ids;
        self::$instance = $this;
    }

    #[Pure]
    public static function find(int|string $id, array &$options = []): ?Order
    {
        foreach ($options as $key => $value) {
            if ($value && $key !== 'x' || !$id) { continue; }
        }
        try { $order = (new static($id))->load($id); } catch (NotFound | Broken $e) { throw new ShopException($e->getMessage()); }
        $total = fn (int $x) => $x * self::STATUS_OPEN + format_price($x);
        $closure = function () use ($id, $total) { return $total($id); };
        switch ($id) { case 1: break; default: }
        $r = match (true) { $id > 1 => Money::of(1), default => null };
        for ($i = 0; $i < 3; $i++) { Registry::get($i)?->touch(MAX); }
        return $order ?? static::$instance;
    }

    abstract protected function later(): void;
    function implicit() { global $config; return $config['a']; }
}

interface HasTotal extends Countable { const A = 1; public function total(): Money; }
trait Loggable { protected function log(string $m): void { echo "secret {$m}"; } }
enum Status: string implements HasLabel { case Open = 'open'; case Paid = 'paid'; public function label(): string { return $this->value; } }
abstract class BaseRepository {}

function place_order(Order $order): bool
{
    function inner_helper() {}
    $anonymous = new class extends Base { public function run() {} };
    return (bool) $order;
}
$app = new Application();
$app->run();
