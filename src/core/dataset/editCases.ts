import { PolypromptError } from '../errors.ts';
import type { TextEdit } from '../text/textEdit.ts';
import type { ToolRule } from '../tools/toolSettings.ts';
import { addCsvCase, expectInCsv } from './editCsv.ts';
import { addJsonLine, addRuleToJsonLine, expectInJsonLine } from './editJsonLines.ts';
import { addRuleToYaml, addYamlCase, expectInYaml } from './editYaml.ts';
import { isConversation, type NewCase } from './newCase.ts';
import type { EvalCase } from './suite.ts';
import { extensionOf } from './suitePath.ts';

/** A dataset as it stands. */
export interface CaseFile {
  readonly path: string;
  readonly text: string;
}

/** Writes a case behind the last one. Throws `invalid-arguments` for a file that cannot hold it. */
export function addCase({ path, text }: CaseFile, added: NewCase): TextEdit[] {
  if (isConversation(added) && !canConverse(path))
    throw new PolypromptError('invalid-arguments', `${path} cannot hold a conversation or metadata.`, {
      hint: 'Keep it in a suite (*.eval.yaml) or in a JSONL file of cases.',
    });
  switch (extensionOf(path)) {
    case 'jsonl':
    case 'ndjson':
      return addJsonLine(text, added);
    case 'csv':
    case 'tsv':
      return addCsvCase(text, added);
    case 'yaml':
    case 'yml':
      return addYamlCase(text, added, { isPromptFile: isPromptFile(path) });
    default:
      throw notEditable(path);
  }
}

/**
 * Makes an answer the one that its case expects: the check for the exact text gets it, or such a check is added. Everything else of the
 * case stays. Throws `invalid-arguments` for a file that cannot hold such a check.
 */
export function expectAnswer({ path, text }: CaseFile, { place }: Pick<EvalCase, 'place'>, answer: string): TextEdit[] {
  switch (extensionOf(path)) {
    case 'jsonl':
    case 'ndjson':
      return expectInJsonLine(text, place.range, answer);
    case 'csv':
    case 'tsv':
      return expectInCsv(text, place.range, answer);
    case 'yaml':
    case 'yml':
      return expectInYaml(text, place.range, { answer, isPromptFile: isPromptFile(path) });
    default:
      throw notEditable(path);
  }
}

/** Writes a rule for calls behind the others of a case. Throws `invalid-arguments` for a file that cannot hold it. */
export function addRuleToCase(
  { path, text }: CaseFile,
  { place }: Pick<EvalCase, 'place'>,
  rule: ToolRule,
): TextEdit[] {
  if (!canConverse(path)) throw notEditable(path);
  return isLines(path) ? addRuleToJsonLine(text, place.range, rule) : addRuleToYaml(text, place.range, rule);
}

function isLines(path: string): boolean {
  return ['jsonl', 'ndjson'].includes(extensionOf(path));
}

/** True for a file whose cases can hold turns and rules: tables have no place for lists, and the formats of others no key. */
export function canConverse(path: string): boolean {
  const isOfOthers = isPromptFile(path) || /(?:^|[\\/])promptfooconfig[^\\/]*$/i.test(path);
  return ['jsonl', 'ndjson', 'yaml', 'yml'].includes(extensionOf(path)) && !isOfOthers;
}

function isPromptFile(path: string): boolean {
  return /(?:\.prompt|_prompt)\.ya?ml$/i.test(path);
}

function notEditable(path: string): PolypromptError {
  return new PolypromptError('invalid-arguments', `${path} cannot be edited here.`, {
    hint: 'Cases are written into JSONL, CSV and YAML files.',
  });
}
