/** A small shop in three languages, made up for these tests. */
import { createView, type CodeView } from '../../src/analyze';
import { corpusOf } from '../support/corpus';

export const SHOP: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({ name: 'shop', bin: { shop: 'dist/cli.js' }, main: './dist/index.js' }),
  'src/cli.ts': `import { placeOrder } from './orders';
import { readFileSync } from 'node:fs';

export function run(path: string): number {
  return placeOrder(JSON.parse(readFileSync(path, 'utf8')) as never);
}
`,
  'src/index.ts': `export { placeOrder } from './orders';
export type { Price } from './price';
`,
  'src/orders.ts': `import { addPrices } from './price';
import type { Price } from './price';
import { notify } from './mail';

/** Takes an order. */
@Injectable()
export class OrderService extends Base implements Service {
  private readonly open: Price[] = [];

  @Get('/orders')
  async total(prices: Price[], tax = 0): Promise<Price> {
    if (tax > 0 && prices.length > 0) {
      for (const price of prices) if (price.amount > 10) notify(price);
    }
    return addPrices(prices);
  }
}

export function placeOrder(prices: Price[]): number {
  const service = new OrderService();
  void service.total(prices);
  return addPrices(prices).amount;
}

function neverUsed(): void {
  neverUsed();
}
`,
  'src/price.ts': `export interface Price {
  amount: number;
  currency: string;
}

export function addPrices(prices: Price[]): Price {
  return prices.reduce((a, b) => ({ ...a, amount: a.amount + b.amount }));
}

export const EUR = 'EUR';
`,
  'src/mail.ts': `import { placeOrder } from './orders';
import type { Price } from './price';
export function notify(price: Price): void {
  fetch('https://mail.example/' + price.amount);
  if (price.amount < 0) placeOrder([price]);
}
`,
  'tests/orders.test.ts': `import { placeOrder } from '../src/orders';
test('orders', () => placeOrder([]));
`,
  'tools/report.py': `import json
from tools.totals import total


def main(path: str) -> float:
    """Prints the total."""
    rows = json.load(open(path))
    return total(rows)
`,
  'tools/totals.py': `def total(rows: list) -> float:
    result = 0
    for row in rows:
        if row["amount"] > 0:
            result += row["amount"]
    return result
`,
  'cmd/shop/main.go': `package main

func main() {
	serve()
}

func serve() {}
`,
  'docs/shop.md': '# The shop\n\nHow to order.\n',
};

export async function viewOf(files: Readonly<Record<string, string>> = SHOP, allowed?: readonly string[]): Promise<CodeView> {
  const { corpus } = await corpusOf(files);
  return createView(corpus, allowed && new Set(allowed));
}
