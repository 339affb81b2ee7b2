import { spawn } from 'node:child_process';
import { basename } from 'node:path';
import { createInterface } from 'node:readline';

/** Children that run now. They end with this process, however it ends. */
const children = new Set();
process.on('exit', () => {
  for (const child of children) child.kill('SIGTERM');
});

/** npm settings of the caller that say how to reach a registry; all others stay out of child runs. */
const KEPT_NPM_SETTINGS =
  /^npm_config_(registry|cache|userconfig|globalconfig|https?_proxy|proxy|noproxy|cafile|ca|strict_ssl)$/i;

/**
 * The environment for child processes. `npm start` hands this checkout's own npm settings
 * (ignore-scripts, legacy-peer-deps) to its children, where they would change other packages' trees.
 */
export function cleanEnvironment(extra = {}) {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^npm_/i.test(name) || KEPT_NPM_SETTINGS.test(name),
  );
  return { ...Object.fromEntries(kept), ...extra };
}

/**
 * Runs a program without a shell and waits for it.
 * `onLine` sees each line of both streams; `inherit` shows the output as it comes.
 * Answers `{ code, signal, stdout, output }`, also when the program fails; rejects only when it cannot start.
 */
export function run(program, args, options = {}) {
  const { cwd, env = cleanEnvironment(), onLine, inherit = false, timeoutMs } = options;
  return new Promise((resolve, reject) => {
    const stdio = inherit ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'];
    const child = spawn(program, args, { cwd, env, stdio, timeout: timeoutMs });
    children.add(child);
    const stdout = [];
    const output = [];
    const collect = (stream, isStdout) => {
      if (!stream) return;
      createInterface({ input: stream }).on('line', (line) => {
        if (isStdout) stdout.push(line);
        output.push(line);
        onLine?.(line);
      });
    };
    collect(child.stdout, true);
    collect(child.stderr, false);
    child.once('error', (error) => {
      children.delete(child);
      reject(error);
    });
    child.once('close', (code, signal) => {
      children.delete(child);
      resolve({ code, signal, stdout: stdout.join('\n'), output: output.join('\n') });
    });
  });
}

/** Runs npm: the one that started this process, or else the one on the PATH. */
export function runNpm(args, options = {}) {
  const cli = process.env.npm_execpath;
  return cli !== undefined && basename(cli) === 'npm-cli.js'
    ? run(process.execPath, [cli, ...args], options)
    : run('npm', args, options);
}

/** Whether a program is on the PATH and answers `--version`. */
export async function hasProgram(program) {
  try {
    return (await run(program, ['--version'])).code === 0;
  } catch {
    return false;
  }
}

/** The last lines of a program's output, indented, for an error message. */
export function tail(output, lines = 15) {
  return output.split('\n').slice(-lines).map((line) => `    ${line}`).join('\n');
}
