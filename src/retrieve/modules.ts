/** Dotted names of modules (`pkg.mod.sub`, `com.shop.cart.Basket`): which file they name, and what in it. */
import { joined, type Corpus, type IndexedFile } from '../corpus';

/** Files that stand for the folder they lie in. */
const OF_FOLDER = ['__init__', 'index', 'mod', 'lib'];
const FILES_MAX = 3;
/** Fewer say too little: `user.name` is a member. */
const PARTS_MIN = 2;
/** No module lies deeper; more are a hostile text. */
const PARTS_MAX = 16;

export interface NamedModule {
  readonly files: readonly IndexedFile[];
  /** What the name goes on with after the module: `Basket.add`, or nothing. */
  readonly rest: readonly string[];
}

/**
 * The longest beginning of a dotted name, of two parts at least, that paths end with when its dots are
 * slashes: `shop.cart.Basket` is `Basket` in `src/shop/cart.py`. Undefined when there is none, or when
 * more files end so than can be meant.
 */
export function findModule(name: string, corpus: Corpus): NamedModule | undefined {
  const parts = name.split('.');
  for (let length = Math.min(parts.length, PARTS_MAX); length >= PARTS_MIN; length -= 1) {
    const files = filesEndingWith(parts.slice(0, length), corpus);
    if (files.length > 0) return files.length <= FILES_MAX ? { files, rest: parts.slice(length) } : undefined;
  }
  return undefined;
}

function filesEndingWith(parts: readonly string[], { paths, fileById }: Corpus): IndexedFile[] {
  const suffix = `/${parts.join('/')}`;
  const endings = [suffix, ...OF_FOLDER.map((name) => `${suffix}/${name}`)];
  // Each part is in the path: the rarest one leaves the fewest paths to look at.
  const [rarest] = parts.map((part) => paths.withPart(joined(part))).sort((a, b) => a.size - b.size);
  const found: IndexedFile[] = [];
  for (const id of rarest!) {
    const file = fileById(id)!;
    const own = `/${file.path.replace(/\.[^./]+$/, '')}`;
    if (endings.some((ending) => own.endsWith(ending))) found.push(file);
    if (found.length > FILES_MAX) break;
  }
  return found;
}
