'use strict';
const path = require('node:path');
const { join, resolve: toAbsolute } = require('node:path');
const parse = require('yargs/helpers').hideBin;

function Shape(sides) {
  this.sides = sides;
}

/** How much room it takes. */
Shape.prototype.area = function () {
  return 0;
};
Shape.create = (sides) => new Shape(sides);
Shape.count = 0;

/** Draws it. */
exports.draw = function draw(shape) {
  return shape.area();
};
module.exports.erase = () => {};
exports.limit = 12;
