/**
 * Learning from feedback: questions like one that was answered before lean towards the file that was
 * really needed. It knows questions and files by keyed hashes only. Pure; the kinds of harm it can do
 * are bounded by how it is built: see `boostFiles`.
 */
export { LEARN, strengthsOf, type FeedbackEvent, type WeighedTerm } from './strength';
export { boostFiles, type Ranked } from './boost';
