import { scanTraces } from '../../src/trace';

/** `function path:line:column` of each frame. */
function framesOf(text: string, trace = 0): string[] {
  return scanTraces(text).traces[trace]!.frames.map(({ function: name, path, line, column }) =>
    [name || '-', [path, line, column].filter((part) => part !== undefined && part !== '').join(':')].join(' ').trim(),
  );
}

function tracesOf(text: string): string[] {
  return scanTraces(text).traces.map(({ language, relation, error }) => `${language} ${relation} ${error}`);
}

describe('Node and Chrome', () => {
  const trace = `/app/src/cart/total.js:12
        throw new TypeError('rate is not a number');
        ^

TypeError: rate is not a number
    at Cart.total (/app/src/cart/total.js:12:15)
    at async file:///app/src/main.mjs:3:5
    at async Promise.all (index 0)
    at new Order (webpack-internal:///(rsc)/./app/order/page.tsx:7:9)
    at eval (eval at run (/app/src/script.js:4:5), <anonymous>:1:1)
    at Object.<anonymous> (C:\\shop\\src\\boot.js:1:1)
    at foo [as bar] (/app/(group)/page.js:2:3)
    at Array.map (<anonymous>)
    at process.processTicksAndRejections (node:internal/process/task_queues:95:5) {
  code: 'ERR_RATE',
  [cause]: Error: settings are missing
      at load (/app/src/settings.js:5:11)
      ... 4 lines matching cause stack trace ...
}

Node.js v20.20.2`;

  test('every form of frame is read', () => {
    expect(framesOf(trace)).toEqual([
      'Cart.total /app/src/cart/total.js:12:15',
      '- file:///app/src/main.mjs:3:5',
      'Promise.all',
      'Order webpack-internal:///(rsc)/./app/order/page.tsx:7:9',
      'eval /app/src/script.js:4:5',
      'Object.<anonymous> C:\\shop\\src\\boot.js:1:1',
      'foo /app/(group)/page.js:2:3',
      'Array.map',
      'process.processTicksAndRejections node:internal/process/task_queues:95:5',
    ]);
  });

  test('the cause is a trace of its own, behind the error', () => {
    expect(tracesOf(trace)).toEqual(['typescript error TypeError: rate is not a number', 'javascript cause Error: settings are missing']);
    expect(framesOf(trace, 1)).toEqual(['load /app/src/settings.js:5:11']);
  });

  test('errors of any name, and positions in bundles of phones', () => {
    const text = 'PaymentRejected: card\n    at pay (address at index.android.bundle:1:20345)\n    at http://localhost:3000/static/js/main.js?v=2:1:99';
    expect(tracesOf(text)).toEqual(['javascript error PaymentRejected: card']);
    expect(framesOf(text)).toEqual(['pay index.android.bundle:1:20345', '- http://localhost:3000/static/js/main.js?v=2:1:99']);
  });
});

test('Firefox and Safari', () => {
  const text = `TypeError: cart is undefined
total@https://shop.example/assets/app-1a2b.js:1:2345
async*run/<@https://shop.example/@scope/app.js?v=3:2:1
@https://shop.example/boot.js:4:2
helper@https://shop.example/tools.js line 12 > eval:1:1
[native code]
global code@https://shop.example/last.js:9`;
  expect(tracesOf(text)).toEqual(['javascript error TypeError: cart is undefined']);
  expect(framesOf(text)).toEqual([
    'total https://shop.example/assets/app-1a2b.js:1:2345',
    'run https://shop.example/@scope/app.js?v=3:2:1',
    '- https://shop.example/boot.js:4:2',
    'helper https://shop.example/tools.js:12',
    'global code https://shop.example/last.js:9',
  ]);
});

describe('Python', () => {
  const chained = `Traceback (most recent call last):
  File "/app/shop/rates.py", line 8, in rate_of
    return RATES[country]
           ~~~~~^^^^^^^^^
KeyError: 'ZZ'

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "/app/main.py", line 20, in <module>
    main()
  File "/app/shop/cart.py", line 15, in total
    raise PriceError(
        "no rate",
    )
  [Previous line repeated 3 more times]
shop.errors.PriceError: no rate for ZZ`;

  test('the last exception comes first, its cause second, the place of the throw in front', () => {
    expect(tracesOf(chained)).toEqual(['python error shop.errors.PriceError: no rate for ZZ', "python cause KeyError: 'ZZ'"]);
    expect(framesOf(chained)).toEqual(['total /app/shop/cart.py:15', '- /app/main.py:20']);
    expect(framesOf(chained, 1)).toEqual(['rate_of /app/shop/rates.py:8']);
    expect(scanTraces(chained).unparsedLines).toBe(0);
  });

  test('during handling, interrupts and syntax errors', () => {
    const text = chained.replace('The above exception was the direct cause of the following exception:', 'During handling of the above exception, another exception occurred:');
    expect(tracesOf(text).map((line) => line.split(' ')[1])).toEqual(['error', 'cause']);
    expect(tracesOf('Traceback (most recent call last):\n  File "a.py", line 3, in wait\n    time.sleep(9)\nKeyboardInterrupt')).toEqual(['python error KeyboardInterrupt']);
    expect(framesOf('  File "a.py", line 3\n    def :\n        ^\nSyntaxError: invalid syntax')).toEqual(['- a.py:3']);
  });

  test("pytest's short form", () => {
    const text = 'tests/test_cart.py:12: in test_total\n    assert total(cart) == 3\nshop/cart.py:8: in total\n    raise ValueError("x")\nE   ValueError: x';
    expect(tracesOf(text)).toEqual(['python error ValueError: x']);
    expect(framesOf(text)).toEqual(['total shop/cart.py:8', 'test_total tests/test_cart.py:12']);
  });
});

describe('Java, Kotlin, Scala', () => {
  const text = `Exception in thread "main" com.shop.CartException: no total
	at app//com.shop.cart.Cart.total(Cart.java:12)
	at java.base@17.0.2/java.util.stream.ReferencePipeline.map(ReferencePipeline.java:197) ~[na:na]
	at com.shop.cart.Cart$Line.lambda$price$3(Cart.java:40) [shop-1.0.jar!/:1.0]
	at jdk.internal.reflect.NativeMethodAccessorImpl.invoke0(Native Method)
	Suppressed: java.io.IOException: not closed
		at com.shop.io.Files.close(Files.java:5)
Caused by: java.lang.IllegalStateException: rate
	at com.shop.rates.RatesKt.rateOf(Rates.kt:8)
	... 12 more`;

  test('modules, inner classes, lambdas, causes and suppressed ones', () => {
    expect(tracesOf(text)).toEqual([
      'java error com.shop.CartException: no total',
      'java suppressed java.io.IOException: not closed',
      'kotlin cause java.lang.IllegalStateException: rate',
    ]);
    expect(framesOf(text)).toEqual(['Cart.total Cart.java:12', 'ReferencePipeline.map ReferencePipeline.java:197', 'Cart.Line.price Cart.java:40', 'NativeMethodAccessorImpl.invoke0']);
    expect(scanTraces(text).traces[0]!.frames[0]!.folder).toBe('com/shop/cart');
    expect(scanTraces(text).unparsedLines).toBe(0);
  });

  test('Scala, and names with blanks as in tests of Kotlin', () => {
    const scala = 'java.lang.RuntimeException: x\n\tat shop.Cart$.total(Cart.scala:9)\n\tat shop.Main$.main(Main.scala:3)';
    expect(tracesOf(scala)).toEqual(['scala error java.lang.RuntimeException: x']);
    expect(framesOf('java.lang.AssertionError\n\tat shop.CartTest.adds up to a total(CartTest.kt:9)')).toEqual(['CartTest.adds up to a total CartTest.kt:9']);
  });
});

describe('Go', () => {
  const text = `panic: runtime error: index out of range [3] with length 3

goroutine 1 [running]:
main.(*Cart).Total(0xc000010250, {0x1, 0x2})
	/app/cart/cart.go:12 +0x1d
panic({0x4a2e60, 0xc00001c030})
	/usr/local/go/src/runtime/panic.go:884 +0x213
main.main()
	/app/main.go:5 +0x1b
created by main.start in goroutine 7
	/app/main.go:9 +0x2

goroutine 18 [chan receive, 2 minutes]:
shop/jobs.(*Queue).wait(...)
	/app/jobs/queue.go:33
exit status 2`;

  test('the panic, then the other goroutines', () => {
    expect(tracesOf(text)).toEqual(['go error panic: runtime error: index out of range [3] with length 3', 'go thread ']);
    expect(framesOf(text)).toEqual([
      'main.(*Cart).Total /app/cart/cart.go:12',
      'panic /usr/local/go/src/runtime/panic.go:884',
      'main.main /app/main.go:5',
      'main.start /app/main.go:9',
    ]);
    expect(framesOf(text, 1)).toEqual(['shop/jobs.(*Queue).wait /app/jobs/queue.go:33']);
  });
});

describe('C#', () => {
  const text = `Unhandled exception. System.Exception: outer
 ---> System.InvalidOperationException: inner
   at Shop.Carts.Cart.Total(Int32 count, String[] names) in C:\\build\\src\\Shop\\Cart.cs:line 12
   at Shop.Carts.Cart.<TotalAsync>d__4.MoveNext() in /_/src/Shop/Cart.cs:line 30
--- End of stack trace from previous location ---
   at Shop.Carts.Cart.<>c__DisplayClass2_0.<Each>b__0(String s) in /_/src/Shop/Cart.cs:Zeile 44
   --- End of inner exception stack trace ---
   at Shop.Program.Main(String[] args) in /_/src/Shop/Program.cs:line 5
   at System.Threading.Tasks.Task\`1.get_Result()`;

  test('the outer exception first, then what it wraps', () => {
    expect(tracesOf(text)).toEqual(['csharp error System.Exception: outer', 'csharp cause System.InvalidOperationException: inner']);
    expect(framesOf(text)).toEqual(['Shop.Program.Main /_/src/Shop/Program.cs:5', 'System.Threading.Tasks.Task.get_Result']);
    expect(framesOf(text, 1)).toEqual([
      'Shop.Carts.Cart.Total C:\\build\\src\\Shop\\Cart.cs:12',
      'Shop.Carts.Cart.TotalAsync /_/src/Shop/Cart.cs:30',
      'Shop.Carts.Cart.Each /_/src/Shop/Cart.cs:44',
    ]);
  });
});

describe('Ruby', () => {
  test('first line with the error, callers, and the cause below', () => {
    const text = `app/models/cart.rb:12:in 'Cart#total': undefined method 'rate' for nil (NoMethodError)
	from app/models/cart.rb:20:in 'block (2 levels) in Cart#each'
	from bin/shop:3:in '<main>'
app/models/rates.rb:5:in \`fetch': key not found: :zz (KeyError)
	from app/models/cart.rb:11:in \`total'`;
    expect(tracesOf(text)).toEqual(["ruby error NoMethodError: undefined method 'rate' for nil", 'ruby cause KeyError: key not found: :zz']);
    expect(framesOf(text)).toEqual(['Cart#total app/models/cart.rb:12', 'Cart#each app/models/cart.rb:20', '- bin/shop:3']);
    expect(framesOf(text, 1)).toEqual(['fetch app/models/rates.rb:5', 'total app/models/cart.rb:11']);
  });

  test('the reversed form of Ruby 2.5 to 2.7, and that of Rails', () => {
    const reversed = "Traceback (most recent call last):\n\t2: from a.rb:9:in `<main>'\n\t1: from a.rb:5:in `run'\na.rb:2:in `boom': bad (RuntimeError)";
    expect(tracesOf(reversed)).toEqual(['ruby error RuntimeError: bad']);
    expect(framesOf(reversed)).toEqual(['boom a.rb:2', 'run a.rb:5', '- a.rb:9']);
    const rails = "NoMethodError (undefined method `x' for nil:NilClass):\n\napp/controllers/carts_controller.rb:8:in `show'\n... 12 levels...";
    expect(tracesOf(rails)).toEqual(["ruby error NoMethodError: undefined method `x' for nil:NilClass"]);
  });
});

describe('PHP', () => {
  test('the place of the throw, functions where they run, and previous exceptions', () => {
    const text = `PHP Fatal error:  Uncaught App\\RateMissing: no rate in /var/www/html/src/Rates.php:5
Stack trace:
#0 /var/www/html/src/Cart.php(12): App\\Rates->rateOf('ZZ', Array)
#1 [internal function]: App\\Cart->App\\{closure}(1)
#2 /var/www/html/src/Cart.php(20): array_map(Object(Closure), Array)
#3 {main}

Next LogicException: no total in /var/www/html/src/Cart.php:22
Stack trace:
#0 /var/www/html/index.php(3): App\\Cart->total()
#1 {main}
  thrown in /var/www/html/src/Cart.php on line 22`;
    expect(tracesOf(text)).toEqual(['php error LogicException: no total', 'php cause App\\RateMissing: no rate']);
    expect(framesOf(text)).toEqual(['App\\Cart->total /var/www/html/src/Cart.php:22', '- /var/www/html/index.php:3']);
    expect(framesOf(text, 1)).toEqual([
      'App\\Rates->rateOf /var/www/html/src/Rates.php:5',
      'App\\Cart /var/www/html/src/Cart.php:12',
      '- /var/www/html/src/Cart.php:20',
    ]);
    expect(scanTraces(text).unparsedLines).toBe(0);
  });

  test("a logger's line, and closures of PHP 8.4", () => {
    const text = `[2026-03-01 10:00:00] production.ERROR: no rate {"exception":"[object] (App\\\\RateMissing(code: 0): no rate at /app/src/Rates.php:5)
[stacktrace]
#0 /app/src/Cart.php(12): {closure:App\\Cart::total():11}(1)
#1 {main}
"}`;
    expect(framesOf(text)[0]).toBe('App\\Cart::total /app/src/Rates.php:5');
    expect(tracesOf(text)[0]).toContain('no rate');
  });
});

describe('Rust', () => {
  const backtrace = `thread 'main' panicked at src/cart.rs:12:9:
index out of bounds: the len is 3 but the index is 3
stack backtrace:
   0: rust_begin_unwind
             at /rustc/07dca489ac/library/std/src/panicking.rs:645:5
   1: shop::cart::Cart::total::h0123456789abcdef
             at ./src/cart.rs:12:9
   2:     0x55d0c0 - shop::main::{{closure}}
             at ./src/main.rs:9:1
   3: core::ops::function::FnOnce::call_once
note: Some details are omitted, run with RUST_BACKTRACE=full`;

  test('backtraces with and without places', () => {
    expect(tracesOf(backtrace)).toEqual(['rust error panic: index out of bounds: the len is 3 but the index is 3']);
    expect(framesOf(backtrace)).toEqual([
      'rust_begin_unwind /rustc/07dca489ac/library/std/src/panicking.rs:645:5',
      'shop::cart::Cart::total ./src/cart.rs:12:9',
      'shop::main ./src/main.rs:9:1',
      'core::ops::function::FnOnce::call_once',
    ]);
  });

  test('a panic alone names its place, in the new and in the old form', () => {
    expect(framesOf("thread 'worker' (4711) panicked at src/main.rs:4:5:\nno rate")).toEqual(['- src/main.rs:4:5']);
    expect(framesOf("thread 'main' panicked at 'no rate', src/main.rs:4:5")).toEqual(['- src/main.rs:4:5']);
    expect(tracesOf("thread 'main' panicked at 'no rate', src/main.rs:4:5")).toEqual(['rust error panic: no rate']);
  });

  test('errors that are returned with a backtrace', () => {
    const text = 'Error: no rate\n\nStack backtrace:\n   0: shop::rates::rate_of\n             at ./src/rates.rs:3:5';
    expect(tracesOf(text)).toEqual(['rust error Error: no rate']);
  });
});
