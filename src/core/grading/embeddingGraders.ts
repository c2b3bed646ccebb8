import { PolypromptError } from '../errors.ts';
import { askJudge, jsonAnswer } from './askJudge.ts';
import { type CheckInput, excerpt, type Finding, invalidCheck, isText, reaches, textValues } from './grader.ts';

type Vector = readonly number[];
type Similarity = (left: Vector, right: Vector) => number;

export const similarities = {
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

/** The output means the same as a reference, by their embeddings; of several references the nearest counts. */
export function gradeSimilarBy(kind: keyof typeof similarities) {
  return async (input: CheckInput): Promise<Finding> => {
    const references = textValues(input);
    const [output, ...others] = await embed(input, [input.text, ...references]);
    const score = Math.max(...others.map((other) => similarities[kind](output ?? [], other)));
    const finding = reaches(score, input.assertion.threshold ?? 0.75, `The ${kind} similarity`);
    return {
      ...finding,
      claim: `mean the same as ${excerpt([...references])}`,
      ...(references[0] === undefined ? {} : { expected: references[0] }),
    };
  };
}

/** Questions that the output would answer, worked out by the judge, are near the question that was asked. */
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
  const [original, ...others] = await embed(input, [asked, ...questions]);
  const total = others.reduce((sum, other) => sum + similarities.cosine(original ?? [], other), 0);
  return reaches(total / others.length, input.assertion.threshold ?? 0, 'The relevance');
}

function readQuestions(answer: string) {
  const object = jsonAnswer(answer);
  const questions = object?.['questions'];
  if (!Array.isArray(questions) || questions.length === 0 || !questions.every(isText)) return undefined;
  return { questions, evasive: object?.['evasive'] === true };
}

/** One vector per text; asks once more when the model fails or gives something else, then throws `judge-failed`. */
async function embed({ assertion, ports }: CheckInput, texts: readonly string[]): Promise<readonly Vector[]> {
  const { judge } = ports;
  if (judge?.embed === undefined) throw invalidCheck(`"${assertion.type}" needs a model for embeddings.`);
  let reason = 'The embeddings were not of the form asked for.';
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      const vectors = await judge.embed(texts);
      if (areComplete(vectors, texts.length)) return vectors;
    } catch (error) {
      if (!(error instanceof PolypromptError)) throw error;
      reason = `The embeddings failed: ${error.message}`;
    }
  }
  throw new PolypromptError('judge-failed', reason);
}

function areComplete(vectors: readonly Vector[], count: number): boolean {
  const [first = []] = vectors;
  const isLikeFirst = (vector: Vector) => vector.length === first.length && vector.every(Number.isFinite);
  return vectors.length === count && first.length > 0 && vectors.every(isLikeFirst);
}
