/** Jest's global teardown. */
module.exports = async function leaveRun() {
  globalThis.leaveRun();
};
