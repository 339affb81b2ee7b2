#!/usr/bin/env node
/** Says hello. */
export function hello(name) {
  return `Hello ${name}`;
}

export async function* pages(first) {
  yield first;
}

export const wave = function waveHand() {};
export default function () {
  return hello('you');
}
