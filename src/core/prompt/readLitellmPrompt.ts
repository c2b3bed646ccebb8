import { isJsonObject } from '../json.ts';
import { defined } from '../jsonRead.ts';
import { readSettings } from '../models/settings.ts';
import { readYaml } from '../text/yamlSource.ts';
import type { PromptDocument, PromptFile } from './document.ts';
import { splitFrontmatter } from './frontmatter.ts';
import { readMetadata } from './metadata.ts';
import { readPromptPath } from './promptPath.ts';
import { groupVariables } from './readDotprompt.ts';
import { templateNames } from './templateNames.ts';

/** True for a file of LiteLLM, whose files share dotprompt's ending; lines that start with `User:` and no `{{role}}` tell them apart. */
export function isLitellmPrompt(text: string): boolean {
  const { frontmatter, body } = splitFrontmatter(text);
  const source = text.slice(body.start, body.end);
  return (
    frontmatter !== undefined && /^[ \t]*(?:System|User|Assistant):/m.test(source) && !/\{\{\s*role\b/.test(source)
  );
}

const namedKeys = new Set(['model', 'input', 'output', 'name', 'description', 'version', 'variant', 'metadata']);

/** Reads LiteLLM's `.prompt`: settings beside `model` at the top level, a Jinja template, and `User:` before each message. */
export function readLitellmPrompt(file: PromptFile): PromptDocument {
  const { frontmatter, body } = splitFrontmatter(file.text);
  const head = frontmatter ? file.text.slice(frontmatter.start, frontmatter.end) : '';
  const yaml = readYaml(head, frontmatter?.start ?? body.start);
  const metadata = readMetadata(yaml, file.schemas ?? new Map());
  const settings = readSettings(yaml, []);
  const source = file.text.slice(body.start, body.end);
  const { name, variant } = readPromptPath(file.path);
  const named = [
    ...namedKeys,
    ...Object.keys(yaml.value).filter((key) => key.includes('.') || isJsonObject(yaml.value[key])),
  ];
  const passed = new Set(named.map((key) => yaml.keyRangeOf([key]).start));
  return {
    format: 'litellm',
    ...defined({ variant }),
    ...metadata,
    name: metadata.name ?? name,
    parameters: { ...settings.parameters, ...metadata.parameters },
    parameterRanges: { ...settings.ranges, ...metadata.parameterRanges },
    template: {
      kind: 'role-lines',
      dialect: 'litellm',
      engine: 'jinja2',
      source,
      range: body,
      richInputs: {},
    },
    variables: groupVariables(templateNames(source, body.start)),
    partials: [],
    testData: [],
    evaluators: [],
    problems: [
      ...metadata.problems,
      ...settings.problems.filter(({ code, range }) => code !== 'unknown-setting' || !passed.has(range.start)),
    ],
  };
}
