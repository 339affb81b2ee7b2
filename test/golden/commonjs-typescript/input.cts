import fs = require('node:fs');

function load(path: string): string {
  return fs.readFileSync(path, 'utf8');
}

export = load;
