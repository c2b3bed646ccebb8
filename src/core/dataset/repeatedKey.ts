/**
 * Finds a key that stands twice in one object of a valid JSON text: JSON readers keep its last value only, and do not say so. Undefined
 * where every key stands once.
 */
export function repeatedKey(json: string): string | undefined {
  const open: Set<string>[] = [];
  for (let index = 0; index < json.length; index++) {
    const sign = json[index];
    if (sign === '{') open.push(new Set());
    // A list has no keys, but closes like an object.
    else if (sign === '[') open.push(new Set());
    else if (sign === '}' || sign === ']') open.pop();
    else if (sign === '"') {
      const end = endOfText(json, index);
      if (isKey(json, end)) {
        const key = json.slice(index, end);
        const keys = open.at(-1);
        if (keys?.has(key)) return key.slice(1, -1);
        keys?.add(key);
      }
      index = end - 1;
    }
  }
  return undefined;
}

function endOfText(json: string, start: number): number {
  let index = start + 1;
  while (index < json.length && json[index] !== '"') index += json[index] === '\\' ? 2 : 1;
  return index + 1;
}

function isKey(json: string, after: number): boolean {
  let index = after;
  while (index < json.length && /\s/.test(json[index] ?? '')) index++;
  return json[index] === ':';
}
