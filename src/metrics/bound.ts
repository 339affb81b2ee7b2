/** Sets of labels that a scraper gets apart. */
import { keyOfLabels, labelsOfKey } from './labels';

/** From the key of a label set to that which it is counted under. */
export type Bound = (key: string) => string;

/** Each is a histogram of a dozen lines, and as many series in Prometheus. */
const SETS_MAX = 300;

/**
 * The first sets that come keep what they are counted under; of later ones, workspace and workflow are
 * `other`. It never changes for a set, so that no counter goes back.
 */
export function createBound(max = SETS_MAX): Bound {
  const known = new Set<string>();
  return (key) => {
    if (known.has(key)) return key;
    if (known.size < max) {
      known.add(key);
      return key;
    }
    const [operation, caller, mode] = labelsOfKey(key);
    return keyOfLabels([operation, caller, mode, 'other', 'other']);
  };
}
