import type { YamlSource } from '../text/yamlSource.ts';
import type { Located } from './document.ts';

/** Reads a text, or a list of texts, under a top-level key; any other value is left out. */
export function namesAt(yaml: YamlSource, key: string): readonly Located<string>[] {
  const value = yaml.value[key];
  if (typeof value === 'string') return [{ value, range: yaml.rangeOf([key]) }];
  const items = Array.isArray(value) ? value : [];
  return items.flatMap((item, index) =>
    typeof item === 'string' ? [{ value: item, range: yaml.rangeOf([key, index]) }] : [],
  );
}
