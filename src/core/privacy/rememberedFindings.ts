import { findPersonal } from './findPersonal.ts';
import type { Finding } from './personalKinds.ts';
import type { PhoneRegion } from './phonePlans.ts';

/** A search that remembers what it has found in a text, since a person decides many times about the same rows. `regions` is where they live. */
export function rememberedFindings(regions: readonly PhoneRegion[] = []): typeof findPersonal {
  const known = new Map<string, readonly Finding[]>();
  let listed = '';
  return (text, words = []) => {
    const list = words.join('\n');
    if (list !== listed) known.clear();
    listed = list;
    const found = known.get(text) ?? findPersonal(text, words, regions);
    known.set(text, found);
    return found;
  };
}
