import { type RefusedFile, refusalCode } from '../text/otherLetters.ts';
import type { Problem } from '../text/problem.ts';
import { positionAt, type TextRange } from '../text/textRange.ts';
import type { PromptDocument } from './document.ts';
import { maxPartialDepth, maxRenderedLength } from './evaluateTemplate.ts';
import { splitFrontmatter } from './frontmatter.ts';
import { parseTemplate } from './parseTemplate.ts';
import { templateUses } from './templateUses.ts';

/** The text of a partial, or the rule by which it was refused. */
export type PartialSource = { readonly text: string } | RefusedFile;
export type LoadPartial = (name: string) => Promise<PartialSource | undefined>;

export interface CollectedPartials {
  /** Every partial that the prompt needs, by name. */
  readonly partials: ReadonlyMap<string, string>;
  readonly problems: readonly Problem[];
}

/**
 * Loads the partials of a prompt, and those that they include. Each problem is shown where the prompt includes the partial that leads to
 * it.
 */
export async function collectPartials(document: PromptDocument, load: LoadPartial): Promise<CollectedPartials> {
  const collector = new PartialCollector(load);
  if (document.template.kind === 'dotprompt') await collector.collect(document);
  return { partials: collector.partials, problems: [...collector.problems.values()] };
}

interface Include {
  readonly name: string;
  readonly hasFallback: boolean;
}

class PartialCollector {
  readonly partials = new Map<string, string>();
  readonly problems = new Map<string, Problem>();
  readonly #load: LoadPartial;
  /** The partials that were looked for, with the partials that they include. */
  readonly #includes = new Map<string, readonly Include[]>();
  /** The length of a partial with everything that it includes. */
  readonly #lengths = new Map<string, number>();
  #place: TextRange = { start: 0, end: 0 };

  constructor(load: LoadPartial) {
    this.#load = load;
  }

  async collect(document: PromptDocument) {
    const { template } = document;
    if (template.kind !== 'dotprompt') return;
    const { program } = parseTemplate(template.source, template.range.start);
    let length = template.source.length;
    for (const use of program ? templateUses(program) : []) {
      if (use.type !== 'partial') continue;
      this.#place = use.range;
      length += await this.#visit(use, []);
      if (length > maxRenderedLength) this.#report('too-large', 'What this prompt includes is larger than 5 MB.');
    }
  }

  /** Returns the expanded length of a partial; `trail` are the partials that lead to it. */
  async #visit(include: Include, trail: readonly string[]): Promise<number> {
    const { name } = include;
    if (trail.includes(name)) return this.#reportCycle([...trail.slice(trail.indexOf(name)), name]);
    if (trail.length >= maxPartialDepth) return this.#reportDepth(trail);
    const known = this.#lengths.get(name);
    if (known !== undefined) return known;
    const inner = this.#includes.get(name) ?? (await this.#fetch(include));
    this.#includes.set(name, inner);
    let length = this.partials.get(name)?.length ?? 0;
    for (const next of inner) length += await this.#visit(next, [...trail, name]);
    this.#lengths.set(name, length);
    return length;
  }

  async #fetch({ name, hasFallback }: Include): Promise<readonly Include[]> {
    const source = await this.#load(name);
    if (!source) {
      if (!hasFallback) this.#report('missing-partial', `There is no partial "${name}": create _${fileName(name)}.`);
      return [];
    }
    if ('refused' in source) {
      this.#report(refusalCode(source, 'refused-partial'), `The partial "${name}" is not read: ${source.refused}`);
      return [];
    }
    this.partials.set(name, source.text);
    if (splitFrontmatter(source.text).frontmatter)
      this.#report(
        'partial-frontmatter',
        `The frontmatter of the partial "${name}" becomes part of the prompt.`,
        'warning',
      );
    return this.#includesOf(name, source.text);
  }

  #includesOf(name: string, text: string): readonly Include[] {
    const { program, problems } = parseTemplate(text);
    const first = problems.find((problem) => problem.severity === 'error');
    if (first) {
      const { line } = positionAt(text, first.range.start);
      this.#report(first.code, `In the partial "${name}", line ${line}: ${first.message}`);
    }
    return program ? [...templateUses(program)].filter((use) => use.type === 'partial') : [];
  }

  #reportCycle(cycle: readonly string[]): number {
    this.#report('circular-partial', `These partials include each other without end: ${cycle.join(' -> ')}.`);
    return 0;
  }

  #reportDepth(trail: readonly string[]): number {
    const path = `${trail.slice(0, 3).join(' -> ')} -> … -> ${trail.at(-1)}`;
    this.#report('deep-partial', `Partials are nested deeper than ${maxPartialDepth}: ${path}.`);
    return 0;
  }

  #report(code: string, message: string, severity: Problem['severity'] = 'error') {
    this.problems.set(`${code} ${message}`, { severity, code, message, range: this.#place });
  }
}

/** The end of a partial's file name: `parts/header` becomes `header.prompt`, and the underscore comes before it. */
function fileName(name: string): string {
  return `${name.slice(name.lastIndexOf('/') + 1)}.prompt`;
}
