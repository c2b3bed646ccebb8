import { choice, list, text, whole } from './schema.ts';
import { modelsField, suiteField } from './sharedFields.ts';

/** The arguments that say which part of a suite is meant. */
export const suiteSelection = {
  suite: suiteField,
  models: modelsField,
  only: choice('`failed` for what did not pass in the newest run that has ended (default all).', ['all', 'failed']),
  filter: list(
    'Only cases that hold each of these texts, or whose metadata has key=value.',
    text('A text, or key=value.', 200),
    10,
  ),
  case: text('Only the case with this id, which read_results gives as `caseId`.', 200),
  repeat: whole('How often each case is asked, 1 to 20.', { minimum: 1, maximum: 20 }),
} as const;
