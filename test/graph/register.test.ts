import fc from 'fast-check';
import { createRegister } from '../../src/graph/register';

const NAMES = ['one', 'two', '', '__proto__', 'a name that is longer than others'];
const LINES = ['two', '', 'three'];
const entry = fc.tuple(fc.constantFrom(...NAMES), fc.nat({ max: 0xffff_ffff }), fc.nat({ max: 0xffff_ffff }));
/** Files in the order of their numbers, and the place at which each goes, if it does. */
const history = fc.array(fc.record({ entries: fc.array(entry, { maxLength: 6 }), removes: fc.option(fc.nat({ max: 30 })) }), { maxLength: 30 });

test.each([true, false])('after any changes it holds what is left, the last first (marks: %s)', (withMarks) => {
  fc.assert(
    fc.property(history, (steps) => {
      const register = createRegister({ withMarks });
      let left: { name: string; row: number[] }[] = [];
      steps.forEach(({ entries, removes }, file) => {
        for (const [name, value, mark] of entries) {
          register.add(name, file, value, mark);
          left.unshift({ name, row: [file, value, withMarks ? mark : 0] });
        }
        register.addLines(LINES.join('\n'), file);
        LINES.forEach((name, line) => left.unshift({ name, row: [file, line, 0] }));
        if (removes === null) return;
        register.removeFile(removes);
        left = left.filter(({ row }) => row[0] !== removes);
      });
      for (const name of [...NAMES, ...LINES]) expect(rowsOf(register, name)).toEqual(left.filter((each) => each.name === name).map(({ row }) => row));
      expect([...register.names()].sort()).toEqual([...new Set(left.map(({ name }) => name))].sort());
      expect(register.size()).toBe(left.length);
    }),
  );
});

test('what is gone gives its room back, and the rest stays in order', () => {
  const register = createRegister({ withMarks: true });
  for (let file = 0; file < 2_000; file += 1) for (let at = 0; at < 10; at += 1) register.add(`name${at}`, file, at, file);
  const full = register.bytes();
  for (let file = 0; file < 1_990; file += 1) register.removeFile(file);
  expect(register.size()).toBe(100);
  expect(register.bytes()).toBeLessThan(full / 2);
  const left = [1_999, 1_998, 1_997, 1_996, 1_995, 1_994, 1_993, 1_992, 1_991, 1_990];
  expect(rowsOf(register, 'name3')).toEqual(left.map((file) => [file, 3, file]));
  for (let file = 1_990; file < 2_000; file += 1) register.removeFile(file);
  expect([register.size(), [...register.names()], register.bytes()]).toEqual([0, [], 0]);
});

function rowsOf(register: ReturnType<typeof createRegister>, name: string): number[][] {
  const rows: number[][] = [];
  register.forEach(name, (...row) => rows.push(row));
  return rows;
}
