/** Whether a process with this id runs, be it somebody else's. */
exports.isAlive = function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
};
