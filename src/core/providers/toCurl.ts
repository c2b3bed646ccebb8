import type { WireRequest } from './contract/provider.ts';

/** The shell in which a command is pasted. */
export type CurlShell = 'posix' | 'powershell';

type CurlRequest = Omit<WireRequest, 'warnings'>;

/** The request as a command for a shell. The key stays a variable, which the shell fills in; nothing else is filled in. */
export function toCurl(request: CurlRequest, shell: CurlShell = 'posix'): string {
  return shell === 'posix' ? forPosix(request) : forPowerShell(request);
}

function forPosix({ method, url, headers, body }: CurlRequest): string {
  const lines = [
    `curl -N -X ${method} ${singleQuoted(url)}`,
    ...Object.entries(headers).map(([name, value]) => `-H ${posixHeader(name, value)}`),
    `--data-raw ${singleQuoted(JSON.stringify(body, null, 2))}`,
  ];
  return lines.join(' \\\n  ');
}

/**
 * The command for PowerShell. The body comes by a pipe, since PowerShell 5 takes the double quotes out of a program's arguments. It is
 * plain ASCII, since that is all that PowerShell 5 sends through a pipe. `curl` alone would be another command there.
 */
function forPowerShell({ method, url, headers, body }: CurlRequest): string {
  const lines = [
    `curl.exe -N -X ${method} ${powerQuoted(url)}`,
    ...Object.entries(headers).map(([name, value]) => `-H ${powerHeader(name, value)}`),
    "--data-binary '@-'",
  ];
  return `@'\n${inAscii(JSON.stringify(body, null, 2))}\n'@ | ${lines.join(' `\n  ')}`;
}

function posixHeader(name: string, value: string): string {
  const { before, variable } = parted(value);
  if (variable === undefined) return singleQuoted(`${name}: ${value}`);
  return `"${name}: ${before.replace(/[\\"`$]/g, '\\$&')}$${variable}"`;
}

function powerHeader(name: string, value: string): string {
  const { before, variable } = parted(value);
  if (variable === undefined) return powerQuoted(`${name}: ${value}`);
  return `"${name}: ${before.replace(/["“”„`$]/g, '`$&')}$env:${variable}"`;
}

/** Parts a value that ends with the variable of a key, as providers describe their requests. */
function parted(value: string): { readonly before: string; readonly variable: string | undefined } {
  const [, before = '', variable] = /^(.*)\$([A-Z][A-Z0-9_]*)$/.exec(value) ?? [];
  return { before, variable };
}

function singleQuoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** A quoted text. PowerShell takes typographic quotes for plain ones, so those are doubled as well. */
function powerQuoted(text: string): string {
  return `'${text.replace(/['‘’‚‛]/g, '$&$&')}'`;
}

/** The same JSON in ASCII alone. */
function inAscii(json: string): string {
  return json.replace(/[^\n -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
