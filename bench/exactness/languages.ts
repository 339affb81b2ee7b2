/** Who tells the truth about which language, and what of it does not count. */
import type { Rules } from './compare';
import { ctagsTruth, pythonTruth, type TruthMaker } from './truth';

export interface Judge extends Rules {
  readonly truth: TruthMaker;
}

export const JUDGES: Readonly<Record<string, Judge>> = {
  python: { truth: pythonTruth, leftOut: {}, unknown: ['variable', 'constant', 'property', 'type'] },
  go: {
    truth: ctagsTruth('Go'),
    leftOut: { package: 'packages are the file’s `module`', packageName: 'names of imports', anonMember: 'embedded types are heritage', unknown: 'no definition' },
    unknown: [],
  },
};
