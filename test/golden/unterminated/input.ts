export function before() {}
const text = `never closed ${ before()
class Inside { method() {} }
/* and a comment
