/** The forms in which a value may be written in a file of cases: as it is, as JSON and YAML escape it, and as CSV doubles its quotes. */
export function writtenForms(value: string): readonly string[] {
  const escaped = JSON.stringify(value).slice(1, -1);
  return [...new Set([value, escaped, value.replaceAll('"', '""')])];
}
