import { a from './a';
export function good(): number { return 1; }
export class Broken {
  method( {
    const x = ;
  }
  other() { return 2; }
function swallowed() {
  if (true {
