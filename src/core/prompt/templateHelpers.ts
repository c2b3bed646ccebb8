/** The result of a helper: a place in the conversation, a value, or a choice of blocks. */
export interface HelperSpecification {
  readonly kind: 'marker' | 'value' | 'block';
  /** Fewest and most positional arguments. */
  readonly arity: readonly [number, number];
  /** The form in which it is written, for completion and hover. */
  readonly usage: string;
  readonly summary: string;
  /** True when an argument without a value only decides which block is rendered. */
  readonly isCondition?: boolean;
}

/** Every helper that a dotprompt template can call: Handlebars' own and dotprompt's. */
export const templateHelpers = {
  role: {
    kind: 'marker',
    arity: [1, 1],
    usage: '{{role "system"}}',
    summary: 'Starts a message of this role: system, user, model or tool.',
  },
  history: {
    kind: 'marker',
    arity: [0, 0],
    usage: '{{history}}',
    summary: 'Inserts the conversation so far; a model message follows.',
  },
  media: {
    kind: 'marker',
    arity: [0, 0],
    usage: '{{media url=image contentType="image/png"}}',
    summary: 'Inserts an image or another file.',
  },
  section: {
    kind: 'marker',
    arity: [1, 1],
    usage: '{{section "name"}}',
    summary: 'Marks a place that is filled in later.',
  },
  json: {
    kind: 'value',
    arity: [1, 1],
    usage: '{{json value indent=2}}',
    summary: 'Writes a value as JSON.',
  },
  lookup: {
    kind: 'value',
    arity: [2, 2],
    usage: '{{lookup object key}}',
    summary: 'The value under a computed key.',
  },
  log: { kind: 'value', arity: [0, 99], usage: '{{log value}}', summary: 'Writes nothing into the prompt.' },
  if: {
    kind: 'block',
    arity: [1, 1],
    usage: '{{#if value}}…{{else}}…{{/if}}',
    summary: 'Renders the block when the value is neither empty, false nor zero.',
    isCondition: true,
  },
  unless: {
    kind: 'block',
    arity: [1, 1],
    usage: '{{#unless value}}…{{/unless}}',
    summary: 'Renders the block when the value is empty, false or zero.',
    isCondition: true,
  },
  each: {
    kind: 'block',
    arity: [1, 1],
    usage: '{{#each list}}{{this}}{{/each}}',
    summary: 'Renders the block once per item; @index, @key, @first and @last say which one.',
    isCondition: true,
  },
  with: {
    kind: 'block',
    arity: [1, 1],
    usage: '{{#with object}}{{field}}{{/with}}',
    summary: 'Renders the block with the names of this object.',
    isCondition: true,
  },
  ifEquals: {
    kind: 'block',
    arity: [2, 2],
    usage: '{{#ifEquals left right}}…{{else}}…{{/ifEquals}}',
    summary: 'Renders the block when both values are the same, without conversion.',
    isCondition: true,
  },
  unlessEquals: {
    kind: 'block',
    arity: [2, 2],
    usage: '{{#unlessEquals left right}}…{{/unlessEquals}}',
    summary: 'Renders the block when the values differ.',
    isCondition: true,
  },
} as const satisfies Readonly<Record<string, HelperSpecification>>;

export type HelperName = keyof typeof templateHelpers;

export function isHelperName(name: string): name is HelperName {
  return Object.hasOwn(templateHelpers, name);
}

/** The roles a dotprompt template can name; `assistant` is another word for `model`. */
export const templateRoles = ['system', 'user', 'model', 'assistant', 'tool'] as const;
