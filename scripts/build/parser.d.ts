/** The text of an ES module that exports `ts`, the parser of the compiler in `file`, with what files in `users` name of it. */
export function parserModule(file: string, users: string): string;
