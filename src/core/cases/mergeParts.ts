import type { LoggedCall } from './calls/loggedCall.ts';

/** One call of two of its parts. Messages that are marked to follow are put behind; otherwise the later part that has any stands. */
export function mergeParts(earlier: LoggedCall, later: LoggedCall): LoggedCall {
  const given = Object.fromEntries(Object.entries(later).filter(([, value]) => value !== undefined));
  return {
    ...earlier,
    ...given,
    format: later.messages.length > 0 ? later.format : earlier.format,
    messages: joined(earlier.messages, later.messages, later.appends),
    answers: joined(earlier.answers, later.answers, later.appends),
    tools: later.tools.length > 0 ? later.tools : earlier.tools,
    parameters: { ...earlier.parameters, ...later.parameters },
    usage: { ...earlier.usage, ...later.usage },
    ids: { ...earlier.ids, ...later.ids },
    feedback: { ...earlier.feedback, ...later.feedback },
    metadata: { ...earlier.metadata, ...later.metadata },
  };
}

function joined<Item>(earlier: readonly Item[], later: readonly Item[], appends: boolean | undefined): readonly Item[] {
  if (later.length === 0) return earlier;
  return appends === true ? [...earlier, ...later] : later;
}

/** What the second of two records of one call adds where the first one is silent; nothing of the first one is replaced. */
export function fillFrom(kept: LoggedCall, other: LoggedCall): LoggedCall {
  return {
    ...other,
    ...kept,
    usage: { ...other.usage, ...kept.usage },
    ids: { ...other.ids, ...kept.ids },
    tools: kept.tools.length > 0 ? kept.tools : other.tools,
    parameters: { ...other.parameters, ...kept.parameters },
    feedback: { ...other.feedback, ...kept.feedback },
    metadata: { ...other.metadata, ...kept.metadata },
  };
}
