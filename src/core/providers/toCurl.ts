import type { WireRequest } from './provider.ts';

/** The request as a command for a POSIX shell. The key stays a variable: in double quotes it is expanded, nothing else is. */
export function toCurl({ method, url, headers, body }: Omit<WireRequest, 'warnings'>): string {
  const lines = [
    `curl -N -X ${method} ${singleQuoted(url)}`,
    ...Object.entries(headers).map(([name, value]) => `-H ${header(name, value)}`),
    `--data-raw ${singleQuoted(JSON.stringify(body, null, 2))}`,
  ];
  return lines.join(' \\\n  ');
}

function header(name: string, value: string): string {
  const variable = /^(.*)(\$[A-Z][A-Z0-9_]*)$/.exec(value);
  if (!variable) return singleQuoted(`${name}: ${value}`);
  return `"${name}: ${(variable[1] ?? '').replace(/[\\"`$]/g, '\\$&')}${variable[2]}"`;
}

function singleQuoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
