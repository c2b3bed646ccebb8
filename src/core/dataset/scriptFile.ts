import { PolypromptError } from '../errors.ts';

const mark = '/* script file */';

/** True for a script that was read from a file: `scriptFile` has wrapped it, and it travels as one text. */
export function isScriptFile(code: string): boolean {
  return code.startsWith(mark);
}

/**
 * Wraps a JavaScript file as the body of a function that returns what the file exports: its default, the whole of `module.exports`, or the
 * export of that name. It adds as few lines as possible, so that the line numbers in errors are the file's. Throws `invalid-check` for a
 * file that imports others: nothing in the sandbox could load them.
 */
export function scriptFile(text: string, exportName?: string): string {
  refuseImports(text);
  const { body, names } = withoutExports(text);
  const exported = names.map(([local, name]) => `exports[${JSON.stringify(name)}] = ${local};`).join(' ');
  const wanted = exportName === undefined ? 'module.exports.default ?? module.exports' : memberOf(exportName);
  return `${mark}const module = { exports: {} }; let { exports } = module; ${body}\n;${exported} return ${wanted};`;
}

function memberOf(name: string): string {
  return `module.exports[${JSON.stringify(name)}] ?? module.exports.default?.[${JSON.stringify(name)}]`;
}

const leadsOut = /^\s*import\s*[\w{*'"]|\bimport\s*\(|\brequire\s*\(|^\s*export\s[^;]*\bfrom\s*['"]/;

function refuseImports(text: string) {
  const lines = text.split('\n');
  const line = lines.findIndex((each) => leadsOut.test(each.replace(/\/\/.*$/, '')));
  if (line < 0) return;
  const message = `Line ${line + 1} loads another module, which a script of a suite cannot do: ${lines[line]?.trim() ?? ''}`;
  throw new PolypromptError('invalid-check', message);
}

const declaration = /^([ \t]*)export\s+((?:async\s+)?function\s*\*?|class|const|let|var)\s+([\w$]+)/gm;
const list = /^[ \t]*export\s*\{([^}]*)\}\s*;?/gm;

/** Takes the `export`s off a text; gives the rest, and the names that they export, as local name and export name. */
function withoutExports(text: string): {
  readonly body: string;
  readonly names: readonly (readonly [string, string])[];
} {
  const names: (readonly [string, string])[] = [];
  const body = text
    .replace(/^([ \t]*)export\s+default\s+/gm, '$1exports.default = ')
    .replace(declaration, (_whole, indent: string, kind: string, name: string) => {
      names.push([name, name]);
      return `${indent}${kind} ${name}`;
    })
    .replace(list, (_whole, inner: string) => {
      for (const entry of inner.split(',').filter((part) => part.trim() !== '')) {
        const [local = '', name = local] = entry.trim().split(/\s+as\s+/);
        names.push([local, name]);
      }
      return '';
    });
  return { body, names };
}
