import { PolypromptError } from '../errors.ts';

const mark = '/* script file */';

/** True for a script that was read from a file: it travels as one text, wrapped by `scriptFile`. */
export function isScriptFile(code: string): boolean {
  return code.startsWith(mark);
}

/**
 * A JavaScript file as the body of a function that gives back what the file exports: its default, the whole of `module.exports`, or
 * the export of that name. Written on as few lines of our own as it can be, so that lines in errors are the file's. Throws
 * `invalid-check` for what leads out of the file: nothing in the sandbox could load it.
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

/** The text with its `export`s taken off, and what they name, as local name and export name. */
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
