const limit = 3;

function open(name) {
  return name;
}

class Store {
  get(key) { return key; }
}

module.exports = {
  open,
  Store,
  limit: limit,
  close() {},
  'with-dash': function () {},
  ...open('rest'),
};
