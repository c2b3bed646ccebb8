import { PolypromptError } from '../errors.ts';
import { askJudge, jsonAnswer, told } from './askJudge.ts';
import { type CheckInput, excerpt, type Finding, invalidCheck, isText, reaches, textValues } from './grader.ts';

type Vector = readonly number[];
type Similarity = (left: Vector, right: Vector) => number;

const similarities = {
  cosine: (left, right) => {
    const lengths = Math.sqrt(dot(left, left) * dot(right, right));
    return lengths === 0 ? 0 : dot(left, right) / lengths;
  },
  dot,
  euclidean: (left, right) => 1 / (1 + Math.hypot(...left.map((value, index) => value - (right[index] ?? 0)))),
} as const satisfies Record<string, Similarity>;

function dot(left: Vector, right: Vector): number {
  return left.reduce((sum, value, index) => sum + value * (right[index] ?? 0), 0);
}

/** Compares the meaning of the output with a reference, by their embeddings; of several references the nearest counts. */
export function gradeSimilarBy(kind: keyof typeof similarities) {
  return async (input: CheckInput): Promise<Finding> => {
    const references = textValues(input);
    const { judge, embedder } = input.assertion;
    const [output, ...others] = await embed(input, embedder ?? judge, [input.text, ...references]);
    const score = Math.max(...others.map((other) => similarities[kind](output ?? [], other)));
    const finding = reaches(score, input.assertion.threshold ?? 0.75, `The ${kind} similarity`);
    return {
      ...finding,
      claim: `mean the same as ${excerpt([...references])}`,
      ...(references[0] === undefined ? {} : { expected: references[0] }),
    };
  };
}

/** Lets the judge work out questions that the output would answer, and compares them with the question that was asked. */
export async function gradeAnswerRelevance(input: CheckInput): Promise<Finding> {
  const { query } = input.answer.vars;
  const asked = isText(query) ? query : input.answer.prompt;
  const { questions, evasive } = await askJudge(input, {
    ask: {
      task: 'You work out which questions a text answers. Answer with one JSON object and nothing else: {"questions": ["three questions"], "evasive": true if the text avoids an answer, else false}.',
      material: { text: input.text },
    },
    read: readQuestions,
  });
  if (evasive)
    return { ...reaches(0, input.assertion.threshold ?? 0, 'The relevance'), detail: 'It avoids an answer.' };
  const [original, ...others] = await embed(input, input.assertion.embedder, [asked, ...questions]);
  const total = others.reduce((sum, other) => sum + similarities.cosine(original ?? [], other), 0);
  return reaches(total / others.length, input.assertion.threshold ?? 0, 'The relevance');
}

function readQuestions(answer: string) {
  const object = jsonAnswer(answer);
  const questions = object?.['questions'];
  if (!Array.isArray(questions) || questions.length === 0 || !questions.every(isText)) return undefined;
  return { questions, evasive: object?.['evasive'] === true };
}

/** Asks for one vector per text; throws `judge-failed` when the model fails or gives something else. */
async function embed(
  input: CheckInput,
  named: string | undefined,
  texts: readonly string[],
): Promise<readonly Vector[]> {
  const { judge } = input.ports;
  if (judge?.embed === undefined) throw invalidCheck(`"${input.assertion.type}" needs a model for embeddings.`);
  const vectors = await told(judge.embed({ model: embedderFor(input, named), texts }), 'The embeddings failed');
  if (areComplete(vectors, texts.length)) return vectors;
  throw new PolypromptError('judge-failed', 'The embeddings were not of the form asked for.');
}

/** The model for embeddings of each provider of judges, used where a suite names none. */
const usualEmbedders: Readonly<Record<string, string>> = {
  openai: 'openai/text-embedding-3-large',
  google: 'google/gemini-embedding-001',
  mistral: 'mistral/mistral-embed',
  simulated: 'simulated/embedding',
};

function embedderFor({ assertion, ports }: CheckInput, named: string | undefined): string {
  const judge = assertion.judge ?? ports.options?.judge ?? ports.defaultJudge ?? '';
  const model = named ?? ports.options?.embedder ?? usualEmbedders[judge.slice(0, judge.indexOf('/'))];
  if (model !== undefined) return model;
  const advice = 'name one as provider: {embedding: openai/text-embedding-3-large}, or as embedder in polyprompt.yaml';
  throw new PolypromptError('judge-failed', `"${assertion.type}" needs a model for embeddings: ${advice}.`);
}

function areComplete(vectors: readonly Vector[], count: number): boolean {
  const [first = []] = vectors;
  const isLikeFirst = (vector: Vector) => vector.length === first.length && vector.every(Number.isFinite);
  return vectors.length === count && first.length > 0 && vectors.every(isLikeFirst);
}
