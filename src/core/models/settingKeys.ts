/** One key of a file, for completion, hover and spelling. */
export interface KeySpecification {
  readonly key: string;
  readonly summary: string;
  /** The text to write after the colon; empty when a map or list follows. */
  readonly sample: string;
}

/** The settings under `config` or `modelParameters`. */
export const settingKeys: readonly KeySpecification[] = [
  { key: 'temperature', summary: 'How freely the model chooses words: 0 is the most predictable.', sample: '0.2' },
  { key: 'topP', summary: 'Chooses among the likeliest words that together reach this probability.', sample: '0.95' },
  { key: 'topK', summary: 'Chooses among this many likeliest words.', sample: '40' },
  { key: 'maxOutputTokens', summary: 'The longest answer, in tokens.', sample: '1024' },
  { key: 'stopSequences', summary: 'Texts at which the answer ends.', sample: '["END"]' },
  { key: 'seed', summary: 'The same seed makes answers more repeatable, where the provider honours it.', sample: '1' },
  { key: 'frequencyPenalty', summary: 'Discourages words the more often they occurred: -2 to 2.', sample: '0' },
  { key: 'presencePenalty', summary: 'Discourages words that occurred at all: -2 to 2.', sample: '0' },
  { key: 'reasoningEffort', summary: 'How long a reasoning model thinks: none to max.', sample: 'low' },
  { key: 'reasoningBudget', summary: 'The most tokens a model may think for.', sample: '1024' },
  { key: 'verbosity', summary: 'How wordy an OpenAI model from GPT-5 on is: low, medium or high.', sample: 'low' },
];
