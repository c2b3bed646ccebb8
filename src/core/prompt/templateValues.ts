/** An own property, or undefined: nothing inherited is ever reached. A property of null is null. */
export function property(value: unknown, key: string): unknown {
  if (value === null || value === undefined) return value;
  const object: object = Object(value);
  return Object.hasOwn(object, key) ? Reflect.get(object, key) : undefined;
}

/** True for values that Handlebars takes for nothing: zero as well, unless `keepsZero`. */
export function isEmpty(value: unknown, keepsZero = false): boolean {
  if (value === 0) return !keepsZero;
  return !value || (Array.isArray(value) && value.length === 0);
}

/** The items of a list with their indices, or the fields of an object with their keys; empty for anything else. */
export function entriesOf(list: unknown): readonly (readonly [string | number, unknown])[] {
  if (Array.isArray(list)) return list.map((item, index) => [index, item] as const);
  return typeof list === 'object' && list !== null ? Object.entries(list) : [];
}

/** The text that Handlebars writes for a value. It is not `String(value)`: data may have a `toString` of its own, which is no function. */
export function plainText(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.map(plainText).join(',');
  return typeof value === 'object' ? '[object Object]' : String(value);
}
