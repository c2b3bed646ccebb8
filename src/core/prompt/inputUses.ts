import type { PromptDocument } from './document.ts';
import { parseTemplate } from './parseTemplate.ts';
import { findPlaceholders } from './placeholders.ts';
import { templateNames } from './templateNames.ts';
import { type TemplateUse, templateUses } from './templateUses.ts';

/** The use of an input: as text somewhere in the prompt, or only to decide which text the prompt has. */
export type InputUse = 'value' | 'condition';

/** The inputs that a prompt and its partials use, in order of appearance; an empty name stands for all of them (`this`). */
export function inputUses(
  document: PromptDocument,
  partials: ReadonlyMap<string, string>,
): ReadonlyMap<string, InputUse> {
  const uses = new Map<string, InputUse>();
  const { template } = document;
  if (template.kind === 'dotprompt')
    collect(template.source, { uses, partials, visited: new Set(), hidden: new Set() });
  else if (template.kind === 'role-lines') for (const use of templateNames(template.source, 0)) add(uses, use);
  else
    for (const { source } of template.messages)
      for (const { name } of findPlaceholders(source)) uses.set(name, 'value');
  return uses;
}

interface Collection {
  readonly uses: Map<string, InputUse>;
  readonly partials: ReadonlyMap<string, string>;
  readonly visited: Set<string>;
  /** Names that an argument of the partial hides. */
  readonly hidden: ReadonlySet<string>;
}

function add(uses: Map<string, InputUse>, use: TemplateUse) {
  if (use.type !== 'variable') return;
  if (!use.isCondition || !uses.has(use.name)) uses.set(use.name, use.isCondition ? 'condition' : 'value');
}

function collect(source: string, collection: Collection) {
  const { program } = parseTemplate(source);
  const { uses, partials, visited, hidden } = collection;
  for (const use of program ? templateUses(program) : []) {
    if (use.type === 'variable' && !hidden.has(use.name)) add(uses, use);
    if (use.type !== 'partial' || !use.seesInputs || visited.has(use.name)) continue;
    visited.add(use.name);
    collect(partials.get(use.name) ?? '', { ...collection, hidden: new Set([...hidden, ...use.hides]) });
  }
}
