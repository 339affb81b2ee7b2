import { createRest } from '../../src/anomaly/rest';

describe('createRest', () => {
  it('passes scores on until one reaches the limit, and halves them afterwards', () => {
    const rest = createRest(0.5);
    for (let t = 0; t < 999; t++) expect(rest(0.4)).toBe(0.4);
    expect(rest(0.8)).toBe(0.8);
    expect(rest(0.9)).toBe(0.45);
    expect(rest(0.2)).toBe(0.1);
  });

  it('ends after 3 % of the values seen', () => {
    const rest = createRest(0.5);
    for (let t = 0; t < 999; t++) rest(0);
    rest(0.8);
    const after = Array.from({ length: 60 }, () => rest(0.4));
    expect(after.indexOf(0.4)).toBe(29);
  });

  it('goes on while the change goes on', () => {
    const rest = createRest(0.5);
    for (let t = 0; t < 999; t++) rest(0);
    rest(0.8);
    const scores = Array.from({ length: 200 }, () => rest(0.8));
    expect(Math.max(...scores)).toBe(0.4);
  });
});
