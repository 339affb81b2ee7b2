/** Types of TypeScript and JavaScript through the compiler's language service, in a thread of its own. */
export { createChecker, type CheckAnswer, type CheckedWorkspace, type Checker, type CheckerParts } from './client';
export type {
  CheckedPlace,
  CheckerFile,
  CheckerState,
  CheckQuestion,
  CheckReply,
  CheckTask,
  EditOrder,
  FileReview,
  FoundCall,
  FoundReference,
  Patch,
  ReviewedFile,
  Universe,
} from './messages';
