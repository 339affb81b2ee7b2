/** What the type checker's thread runs. */
import { serveTask } from '../pool/task';
import type { CheckReply, CheckTask } from './messages';
import { createCheckerThread, type CheckerThread } from './serve';

let thread: CheckerThread | undefined;

/** What is loaded stays between tasks, as long as the thread lives. */
export const checkTask = serveTask<CheckTask, CheckReply>((task) => (thread ??= createCheckerThread()).check(task));
