import { chatText } from '../dataset/chatText.ts';
import type { Assertion, Check, EvalCase, SuitePrompt, TextFile } from '../dataset/suite.ts';
import { PolypromptError } from '../errors.ts';
import { materialMessages } from '../grading/askJudge.ts';
import { rubricQuestion } from '../grading/rubricGraders.ts';
import { hashJson } from '../hash.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { renderNunjucks } from '../text/nunjucks/renderNunjucks.ts';
import { readYaml, valueAt, type YamlPath, type YamlSource } from '../text/yamlSource.ts';

/** The name under which a judge's prompt has the answer that is judged; the others are the variables of its case. */
const outputName = 'output';

/**
 * A rubric as a prompt: asked as its check asks the judge, with the answer among the variables. Undefined where the text of the rubric does
 * not stand in the file as the value of this check.
 */
export function rubricPrompt({ place, value }: Assertion, text: string): SuitePrompt | undefined {
  if (!place || typeof value !== 'string') return undefined;
  const yaml = open(text);
  const path = pathsIn(yaml.content).find((at) => isSame(yaml.rangeOf(at), place.range));
  if (!path || valueAt(yaml.content, [...path, 'value']) !== value) return undefined;
  const at = [...path, 'value'];
  const textFile: TextFile = {
    file: place.file,
    path: at,
    reread: (changed) => {
      const rubric = valueAt(open(changed).content, at);
      if (typeof rubric === 'string') return promptOf(rubric, textFile);
      throw new PolypromptError('invalid-prompt', `The rubric is not where it stood in ${place.file}.`);
    },
  };
  return promptOf(value, textFile);
}

function promptOf(rubric: string, textFile: TextFile): SuitePrompt {
  return {
    label: 'rubric',
    raw: rubric,
    // As every judge is asked.
    parameters: { temperature: 0, output: { format: 'json' } },
    textFile,
    render: ({ [outputName]: output, ...vars }) => {
      const asked = rubricQuestion(rendered(rubric, { ...vars, [outputName]: output ?? '' }), {
        output: String(output),
      });
      const messages = materialMessages(asked);
      return { messages, text: chatText(messages) };
    },
  };
}

function rendered(rubric: string, vars: JsonObject): string {
  try {
    return renderNunjucks(rubric, vars);
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'it cannot be read';
    throw new PolypromptError('invalid-prompt', `The rubric cannot be rendered: ${reason}`, { cause: error });
  }
}

/** An answer that people have judged as a case for the judge of a check: it is right where the check says what people say. */
export function judgingCase(
  { digest, inputs, text, person }: JudgedForCase,
  { negated, place }: Pick<Assertion, 'negated'> & Required<Pick<Assertion, 'place'>>,
): EvalCase {
  const agrees: Check = {
    type: 'label',
    negated: false,
    value: String((person === 'pass') !== negated),
    config: { labels: ['true', 'false'], read: { field: 'pass' } },
  };
  const id = hashJson(digest).slice(0, 16);
  return { id, vars: { ...inputs, [outputName]: text }, checks: [agrees], metadata: {}, options: {}, place };
}

interface JudgedForCase {
  readonly digest: string;
  readonly inputs: JsonObject;
  readonly text: string;
  readonly person: 'pass' | 'fail';
}

function open(text: string): YamlSource {
  return readYaml(text, 0, { shape: 'any', merge: true });
}

/** The paths of all maps in a value. */
function pathsIn(value: JsonValue, at: YamlPath = []): readonly YamlPath[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => pathsIn(item, [...at, index]));
  if (!isJsonObject(value)) return [];
  return [at, ...Object.entries(value).flatMap(([key, item]) => pathsIn(item, [...at, key]))];
}

function isSame(left: { readonly start: number; readonly end: number }, right: typeof left): boolean {
  return left.start === right.start && left.end === right.end;
}
