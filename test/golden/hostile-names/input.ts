export class constructor {
  __proto__() {}
  toString() {}
  constructor() {}
}
export const hasOwnProperty = () => true;
export { constructor as __proto__ };
