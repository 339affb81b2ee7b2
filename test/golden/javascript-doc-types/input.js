/**
 * A file that declares its types in comments.
 * @typedef {{ x: number, y: number }} Point
 * @typedef {import('./shapes').Shape} Shape
 */

/**
 * @typedef {Object} Options How to draw.
 * @property {string} title
 * @property {{ width: number,
 *   height: number }} [size]
 */

/**
 * @callback Done
 * @param {Error | null} error
 * @param {Point[]} [points] what was drawn
 * @returns {Promise<void>}
 */

/** @typedef {'a "quoted" value' | 'other'} app.kinds.Kind */

/** @typedef {number} */
var Unnamed;

/** @type {Point} */
const origin = { x: 0, y: 0 };

/**
 * Draws.
 * @param {Options} options
 * @param {Done} done
 */
export function draw(options, done) {
  /** @typedef {Map<string, Point>} Cache */
  /** @type {Cache} */
  const cache = new Map();
  /** @typedef {string} InFront */
  done(null, [...cache.values(), origin]);
}

class Pen {
  /** @callback PenListener @param {Pen} pen */
  /** @type {PenListener[]} */
  listeners = [];
}

export { Pen };
/** @typedef {ReturnType<typeof draw>} AtTheEnd */
