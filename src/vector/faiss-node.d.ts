/** The part of faiss-node that is used. The package is optional and has no place in node_modules here. */
declare module 'faiss-node' {
  export class IndexFlatL2 {
    constructor(dimensions: number);
    add(vector: number[]): void;
    search(vector: number[], k: number): { distances: number[]; labels: number[] };
    removeIds(positions: number[]): number;
    ntotal(): number;
    getDimension(): number;
  }
}
