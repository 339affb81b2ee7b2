import { isTestPath } from '../../src/corpus';

test.each([
  'src/a.test.ts', 'src/a.spec.js', 'src/__tests__/a.ts', 'tests/a.py', 'pkg/test_a.py', 'app/tests.py', 'pkg/a_test.go', 'src/test/java/A.java',
  'a/OrderTest.java', 'a/TestOrder.java', 'Src/Shop.Tests/Cart.cs', 'ShopTests/Cart.swift', 'src/jvmTest/kotlin/A.kt', 'lib/src/testFixtures/A.java',
  'src/parser/tests.rs', 'base/strings_unittest.cc', 'test-cart.cc', 'cart.bats', 'UnitTests/Cart.cs',
])('%s is a test', (path) => {
  expect(isTestPath(path)).toBe(true);
});

test.each([
  'src/latest.ts', 'src/contest/a.ts', 'src/contests/a.ts', 'src/attest.py', 'Protest.java', 'testify/mock.go', 'src/Testing/Runner.cs', 'src/latest/a.kt',
  'inspect/a.ts', 'src/Specification.java',
])('%s is none', (path) => {
  expect(isTestPath(path)).toBe(false);
});
