import { defined } from '../jsonRead.ts';
import type { Part } from '../messages.ts';
import { type CatalogEntry, type MediaKind, mediaKinds } from '../pricing/catalog.ts';
import { entryOf } from '../pricing/entryOf.ts';
import { CallEstimator } from '../pricing/estimateCall.ts';
import { messageTokens, settingTokens } from '../pricing/promptTokens.ts';
import { noStatistics, tokenRatio } from '../pricing/runStatistics.ts';
import { runParameters } from '../prompt/runParameters.ts';
import { replaceSetting } from '../prompt/settingEdits.ts';
import { readMedia } from '../providers/mapping/media.ts';
import { formatCount } from '../text/formatCount.ts';
import type { PortabilityFinding } from './portabilityFinding.ts';
import type { PortabilityKnowledge, PortabilityQuestion } from './portabilityQuestion.ts';
import { promptPlaces } from './promptPlaces.ts';

/**
 * Finds what is too large for a model, and the media that it cannot read. Both come from the catalog, since the request does not know them.
 */
export function limitFindings(
  question: PortabilityQuestion,
  model: string,
  knowledge: PortabilityKnowledge,
): readonly PortabilityFinding[] {
  const entry = entryOf(knowledge.catalog, model);
  return [
    ...contextFinding(question, { model, entry, knowledge }),
    ...outputFinding(question, model, entry),
    ...mediaFindings(question, model, entry),
    ...toolFinding(question, model, entry),
  ];
}

/**
 * The factors between a guess of four characters per token and the true count: code and other scripts have more tokens, plain prose has
 * fewer.
 */
const guess = { low: 0.6, high: 2.5 };

interface Place {
  readonly model: string;
  readonly entry: CatalogEntry | undefined;
  readonly knowledge: PortabilityKnowledge;
}

/**
 * Compares the prompt with the context window. Vendors cut texts differently, so the size is a range: the finding is sure when all of it is
 * above the window, and doubtful when a part is.
 */
function contextFinding(question: PortabilityQuestion, { model, entry, knowledge }: Place): PortabilityFinding[] {
  const window = entry?.contextWindow;
  if (window === undefined) return [];
  const { catalog, countTokens, isGuessed, statistics = noStatistics } = knowledge;
  const parameters = runParameters(question.document);
  const counted = messageTokens(question.messages, countTokens) + settingTokens(parameters, countTokens);
  const { promptTokens } = new CallEstimator(catalog, statistics).estimate({
    model,
    promptTokens: counted,
    parameters,
  });
  const tokens = isGuessed ? { low: promptTokens.low * guess.low, high: promptTokens.high * guess.high } : promptTokens;
  const answer = parameters.maxOutputTokens ?? 0;
  const input = entry?.inputLimit ?? window;
  if (tokens.high + answer <= window && tokens.high <= input) return [];
  const isSure = tokens.low > input;
  const isLearnt = tokenRatio(statistics, model) !== undefined;
  const basis = isGuessed ? 'guessed from its length' : isLearnt ? 'learnt from earlier runs' : 'estimated';
  const size = `The prompt has ${formatCount(tokens.low)} to ${formatCount(tokens.high)} tokens (${basis})`;
  const limit = `${answer > 0 ? ` and asks for ${formatCount(answer)} more` : ''}; ${model} holds ${formatCount(window)}${input < window ? ` of which ${formatCount(input)} for the prompt` : ''}`;
  const message = `${size}${limit}: it ${isSure ? 'does' : 'may'} not fit.`;
  return [
    {
      model,
      effect: isSure ? 'rejected' : 'doubtful',
      field: 'context',
      message,
      range: promptPlaces(question.document).of('context'),
    },
  ];
}

function outputFinding(
  { document }: PortabilityQuestion,
  model: string,
  entry: CatalogEntry | undefined,
): PortabilityFinding[] {
  const asked = document.parameters.maxOutputTokens;
  const limit = entry?.outputLimit;
  if (asked === undefined || limit === undefined || asked <= limit) return [];
  const field = 'maxOutputTokens';
  const message = `${model} writes at most ${formatCount(limit)} tokens; ${formatCount(asked)} may be refused.`;
  const places = promptPlaces(document);
  const value = places.valueOf(field);
  const fix = value && { title: `Change "${field}" to ${limit}`, edits: [replaceSetting(value, limit)] };
  return [{ model, effect: 'doubtful', field, message, range: places.of(field), ...defined({ fix }) }];
}

/** Finds media of kinds that the catalog does not list for the model; unknown models and kinds are passed over. */
function mediaFindings({ document, messages }: PortabilityQuestion, model: string, entry: CatalogEntry | undefined) {
  const reads = entry?.reads;
  if (!reads) return [];
  const kinds = new Set(messages.flatMap(({ parts }) => parts).flatMap((part) => kindOf(part) ?? []));
  const range = promptPlaces(document).of('messages');
  const others = reads.length === 0 ? 'text only' : `text and ${reads.join(', ')}`;
  return [...kinds]
    .filter((kind) => !reads.includes(kind))
    .map((kind): PortabilityFinding => {
      const message = `${model} reads ${others}: the ${kind} would be refused.`;
      return { model, effect: 'rejected', field: 'messages', message, range };
    });
}

function kindOf(part: Part): MediaKind | undefined {
  const media = part.type === 'media' ? readMedia(part) : undefined;
  if (!media || media.type === 'unreachable') return undefined;
  return mediaKinds.find(
    (kind) => media.contentType?.startsWith(`${kind}/`) || media.contentType === `application/${kind}`,
  );
}

function toolFinding(
  { document }: PortabilityQuestion,
  model: string,
  entry: CatalogEntry | undefined,
): PortabilityFinding[] {
  if (document.tools.length === 0 || entry?.takesTools !== false) return [];
  const message = `${model} calls no tools: a request with ${document.tools.length === 1 ? 'one' : 'them'} would be refused.`;
  return [{ model, effect: 'rejected', field: 'tools', message, range: promptPlaces(document).of('tools') }];
}
