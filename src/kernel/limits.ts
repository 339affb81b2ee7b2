/** Hard bounds that no setting lifts: they keep hostile or mistaken input from hurting the host. */
export const LIMITS = {
  /** Characters of a query that are used; the rest is cut off and the answer says so. */
  queryUsedChars: 32_768,
  /** A longer query is refused. */
  queryMaxChars: 4_194_304,
  resultsMax: 100,
  resultsDefault: 10,
  contextItemsDefault: 20,
  /** Entries of lists that hold names and places only, such as a tree or a dependency map. */
  listMax: 1_000,
  listDefault: 100,
  mapTokensDefault: 2_000,
  /** Steps along imports or calls. */
  stepsMax: 20,
  budgetTokensMin: 100,
  budgetTokensMax: 200_000,
  budgetTokensDefault: 4_000,
  /** Files of one workspace; further ones are skipped and counted. */
  filesMax: 200_000,
  /** Commits of history that are fetched. */
  historyMax: 10_000,
  /** Folders below each other. */
  depthMax: 64,
  /** Entries of `skipped` that an answer lists; the count is always whole. */
  skippedListed: 100,
  patternsMax: 100,
  patternMaxChars: 500,
  symbolNameMaxChars: 500,
  pathMaxChars: 4_096,
  /** Characters of a declaration head that facts keep. */
  signatureMaxChars: 300,
  /** Workspaces kept in memory; the one not used for longest goes first. */
  workspacesMax: 32,
  /** A line longer than this marks a file as minified: no symbols are read from it. */
  minifiedLineChars: 20_000,
  /** Time for one file's syntax tree. */
  parseMs: 5_000,
  /** Characters of a file whose structure is read; trees take many times the text's memory. */
  parseMaxChars: 2_000_000,
  /** The same for documents, whose parsers are slower and whose structure says less. */
  documentMaxChars: 240_000,
  /** Parts of one document that become symbols, in the order of the text. */
  documentSymbolsMax: 1_000,
  /** Levels of keys, and of rules inside rules, that become symbols. */
  documentDepthMax: 3,
  /** Characters of a document part's own name. */
  documentNameMaxChars: 120,
} as const;
