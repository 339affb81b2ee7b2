export { parseWithGrammar, type GrammarEntry } from './facts';
