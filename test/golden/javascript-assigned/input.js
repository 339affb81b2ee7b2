'use strict';

function Socket(url) {
  const self = this;
  this.url = url;
  /** Sends a message. */
  this.send = function (message) {
    return message && self.queue.push(message);
  };
  self.close = () => {};
  self.close.reason = 1;
  Socket.prototype.ping = function () {};
  Socket.Frame = class Frame {
    read() {}
  };
  url.handlers['on-open'] = function () {};
  url.handlers[url].run = function () {};
  url.handlers[url] = function () {};
  let retry;
  retry = function () {};
  return (this.done = function () {});
}

class Pool {
  constructor() {
    this.release = (one) => one;
  }

  open() {
    this.take = function () {
      this.inner = function () {};
    };
  }
}

Pool.prototype.drain = function () {
  this.drained = () => {};
};

const parser = {
  start() {
    this.stop = function () {};
  },
};

(function () {
  Pool.create = function () {};
  exports.load = function () {};
  this.global = function () {};
})();

var draw = (exports.draw = function () {});
exports.first = exports.second = function () {};
if (draw) exports.late = function () {};
function register(app) {
  exports.setUp = function () {};
  module.exports = function main() {};
  app.use(function () {
    app.request.get = function () {};
  });
  makeApp().run = () => {};
}
