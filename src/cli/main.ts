/** The executable: connects the command line to this process. */
import { EXIT, runCli } from './run';

const interrupt = new AbortController();
// Once: a second Ctrl-C ends the process by force, as does work that does not stop when told.
process.once('SIGINT', () => {
  interrupt.abort();
  setTimeout(() => process.exit(EXIT.interrupted), 1_000).unref();
});

// A reader that leaves early, such as `head`, is no error and nothing more needs to be said.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(EXIT.done);
    throw error;
  });
}

void runCli(process.argv.slice(2), process, interrupt.signal).then((code) => {
  // Not process.exit: what was written to a pipe may still be on its way.
  process.exitCode = code;
});
