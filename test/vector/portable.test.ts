import { createPortableIndex } from '../../src/vector/portable';
import { testVectorIndex } from '../contract/vector-index';
import { gaussianRows } from '../contract/vector-model';

testVectorIndex('portable, every row scored', (dimensions) => createPortableIndex(dimensions, { sieveFrom: Infinity }));
testVectorIndex('portable, WASM-SIMD from the first row', (dimensions) => createPortableIndex(dimensions, { sieveFrom: 1 }));
testVectorIndex('portable as it is used', (dimensions) => createPortableIndex(dimensions));

test('slots of deleted rows are used again', async () => {
  const index = createPortableIndex(16);
  const rows = gaussianRows(1_000, 16, 3);
  const values = Float32Array.from(rows.flatMap((row) => [...row]));
  await index.add(rows.map((_, id) => id), values);
  const full = index.bytes();
  for (let round = 1; round <= 5; round += 1) {
    await index.delete(rows.map((_, i) => (round - 1) * 1_000 + i));
    await index.add(rows.map((_, i) => round * 1_000 + i), values);
  }
  expect(index.size).toBe(1_000);
  expect(index.bytes()).toBe(full);
});
