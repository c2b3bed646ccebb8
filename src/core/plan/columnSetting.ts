import type { Parameters } from '../messages.ts';
import { readSettings } from '../models/settings.ts';
import { readYaml } from '../text/yamlSource.ts';

/** A setting of columns as a person writes it, such as `temperature: 0, topP: 0.9`, or why it cannot be read. */
export type ColumnSetting =
  | { readonly type: 'setting'; readonly parameters: Parameters }
  | { readonly type: 'faulty'; readonly message: string };

/** Reads the settings of a column, in the words that a prompt's head takes. */
export function readColumnSetting(text: string): ColumnSetting {
  const source = readYaml(`{${text}}`, 0);
  const [broken] = source.problems;
  if (broken)
    return { type: 'faulty', message: 'Write settings as in the head of a prompt: temperature: 0, topP: 0.9' };
  const { parameters, problems } = readSettings(source, []);
  const [problem] = problems;
  if (problem) return { type: 'faulty', message: problem.message };
  return Object.keys(parameters).length === 0
    ? { type: 'faulty', message: 'Write at least one setting, such as temperature: 0' }
    : { type: 'setting', parameters };
}
