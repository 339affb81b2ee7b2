class Engine {}
function helper() {}
export default Engine;
