// License of the file

/** first */
/** last */
function both() {}

/** far away */

function none() {}

/* block */ function sameLine() {}
both(); // trailing
function afterTrailing() {}

class Holder {
  /**
   * Several
   * lines.
   */
  method() {}

  /** For the arrow. */
  arrow = () => 1;
}

export {
  /** not a declaration */
  both,
};

/** Of the constant. */
export const documented = 1;

/** Of the arrow function. */
const arrow = () => {
  /** Of the local one. */
  const local = () => 2;
  return local;
};
