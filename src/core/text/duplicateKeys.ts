import { isMap, isPair, isScalar, isSeq, type ParsedNode } from 'yaml';

interface DuplicateKey {
  readonly code: 'DUPLICATE_KEY';
  readonly message: string;
  readonly pos: readonly [number, number];
}

/**
 * The second and further keys of a map that are the same, in the order of the text. The parser's own search takes time with the square of
 * the number of keys.
 */
export function duplicateKeys(root: ParsedNode | null): readonly DuplicateKey[] {
  const found: DuplicateKey[] = [];
  const ahead: unknown[] = [root];
  for (let node = ahead.pop(); ahead.length > 0 || node !== undefined; node = ahead.pop()) {
    if (isPair(node)) ahead.push(node.value, node.key);
    else if (isSeq(node)) for (const item of node.items) ahead.push(item);
    else if (isMap(node)) {
      const known = new Set<unknown>();
      for (const pair of node.items) {
        const { key } = pair;
        if (isScalar(key)) {
          const start = key.range?.[0] ?? 0;
          if (known.has(key.value)) found.push({ code: 'DUPLICATE_KEY', message: '', pos: [start, start + 1] });
          known.add(key.value);
        }
        ahead.push(pair);
      }
    }
  }
  return found.sort((left, right) => left.pos[0] - right.pos[0]);
}
