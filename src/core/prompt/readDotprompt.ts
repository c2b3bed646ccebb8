import { shortVersion } from '../hash.ts';
import { defined } from '../jsonRead.ts';
import type { Problem } from '../text/problem.ts';
import type { TextRange } from '../text/textRange.ts';
import { readYaml } from '../text/yamlSource.ts';
import type { Located, PromptDocument, PromptFile, Template, TemplateVariable } from './document.ts';
import { splitFrontmatter } from './frontmatter.ts';
import { type Metadata, readMetadata } from './metadata.ts';
import { parseTemplate } from './parseTemplate.ts';
import { findPlaceholders } from './placeholders.ts';
import { readPromptPath } from './promptPath.ts';
import { type TemplateUse, templateUses } from './templateUses.ts';

/** Reads Google's dotprompt: YAML frontmatter and a Handlebars template. */
export function readDotprompt(file: PromptFile): PromptDocument {
  const { metadata, body } = readHead(file);
  const source = file.text.slice(body.start, body.end);
  const parsed = parseTemplate(source, body.start);
  const uses = parsed.program ? [...templateUses(parsed.program)] : [];
  return {
    format: 'dotprompt',
    ...metadata,
    template: { kind: 'dotprompt', source, range: body },
    variables: groupVariables(uses),
    partials: uses.flatMap(partialOf),
    problems: [...metadata.problems, ...parsed.problems],
  };
}

/** Reads a plain text: all of it is one user message with `{{name}}` places, after an optional frontmatter. */
export function readTextPrompt(file: PromptFile): PromptDocument {
  const { metadata, body } = readHead(file);
  const source = file.text.slice(body.start, body.end);
  const template: Template = { kind: 'placeholders', messages: [{ role: 'user', source, range: body }] };
  const places = findPlaceholders(source, body.start);
  const uses = places.map(({ name, range }): TemplateUse => ({ type: 'variable', name, isCondition: false, range }));
  return { format: 'text', ...metadata, template, variables: groupVariables(uses), partials: [] };
}

type Head = Metadata & Pick<PromptDocument, 'name' | 'testData' | 'evaluators'>;

function readHead(file: PromptFile): { readonly metadata: Head; readonly body: TextRange } {
  const { text, path, schemas = new Map() } = file;
  const { frontmatter, body, unclosed } = splitFrontmatter(text);
  const yaml = readYaml(
    frontmatter ? text.slice(frontmatter.start, frontmatter.end) : '',
    frontmatter?.start ?? body.start,
  );
  const metadata = readMetadata(yaml, schemas);
  const { name, variant } = readPromptPath(path);
  const problems = [...metadata.problems, ...(unclosed ? [unclosedProblem(unclosed)] : [])];
  return {
    metadata: {
      ...defined({ variant }),
      version: shortVersion(text),
      ...metadata,
      name: metadata.name ?? name,
      testData: [],
      evaluators: [],
      problems,
    },
    // Dotprompt takes a frontmatter that it cannot read for a part of the text, so we do, too. The problem stops any run.
    body: yaml.isBroken && frontmatter ? trimmed(text) : body,
  };
}

function trimmed(text: string): TextRange {
  const start = text.length - text.trimStart().length;
  return { start, end: Math.max(start, text.trimEnd().length) };
}

function unclosedProblem(range: TextRange): Problem {
  const message =
    'This "---" opens a frontmatter that is not closed by another "---", so all of the file is the prompt.';
  return { severity: 'warning', code: 'unclosed-frontmatter', message, range };
}

function partialOf(use: TemplateUse): readonly Located<string>[] {
  return use.type === 'partial' ? [{ value: use.name, range: use.range }] : [];
}

/** One entry per variable, in order of first appearance. The inputs as a whole (`this`) are no variable. */
export function groupVariables(uses: Iterable<TemplateUse>): readonly TemplateVariable[] {
  const ranges = new Map<string, TextRange[]>();
  for (const use of uses) {
    if (use.type !== 'variable' || use.name === '') continue;
    const known = ranges.get(use.name);
    if (known) known.push(use.range);
    else ranges.set(use.name, [use.range]);
  }
  return [...ranges].map(([name, places]) => ({ name, ranges: places }));
}
