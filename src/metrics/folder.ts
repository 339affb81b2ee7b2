/** What the record needs of src/io's LogFolder. */
export interface MetricsFolder {
  list(): Promise<string[]>;
  append(name: string, text: string): Promise<void>;
  /** At most `length` bytes from `offset` on. */
  read(name: string, offset?: number, length?: number): Promise<Buffer>;
  replace(name: string, text: string): Promise<void>;
  remove(name: string): Promise<void>;
}
