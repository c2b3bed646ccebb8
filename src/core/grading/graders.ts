import { aboutCalls } from './calledTools.ts';
import {
  gradeCost,
  gradeFinishReason,
  gradeGuardrails,
  gradeLatency,
  gradePerplexity,
  gradePerplexityScore,
} from './callGraders.ts';
import {
  gradeContextFaithfulness,
  gradeContextRecall,
  gradeContextRelevance,
  gradeConversationRelevance,
} from './contextGraders.ts';
import { gradeCharacterCount, gradeWordCount } from './countGraders.ts';
import { gradeAnswerRelevance, gradeSimilarBy } from './embeddingGraders.ts';
import { gradeFields } from './fieldGrader.ts';
import { gradeGithubEvaluator, gradeGithubJudge, gradeGithubLlm, gradeGithubString } from './githubGraders.ts';
import type { Grader } from './grader.ts';
import { gradeContainsHtml, gradeIsHtml } from './htmlGraders.ts';
import { gradeJavascript } from './javascriptGrader.ts';
import { gradeContainsJson, gradeIsJson } from './jsonGraders.ts';
import { gradeLabel } from './labelGrader.ts';
import { gradeMaxTurns, gradeToolCalled, gradeToolCalledWith, gradeToolOrder } from './plainCallGraders.ts';
import { gradeRefusal } from './refusal.ts';
import { gradeClosedQuestion, gradeFactuality, gradeGEval, gradeGoalSuccess, gradeRubric } from './rubricGraders.ts';
import { gradeBleu, gradeGleu, gradeLevenshtein, gradeMeteor, gradeRouge } from './similarityGraders.ts';
import { gradeContainsSql, gradeIsSql } from './sqlGraders.ts';
import {
  gradeContains,
  gradeContainsAll,
  gradeContainsAllIgnoringCase,
  gradeContainsAny,
  gradeContainsAnyIgnoringCase,
  gradeContainsIgnoringCase,
  gradeEquals,
  gradeRegex,
  gradeStartsWith,
} from './textGraders.ts';
import { gradeToolCallF1, gradeValidFunctionCall, gradeValidToolsCall } from './toolGraders.ts';
import {
  gradeSkillUsed,
  gradeStepCount,
  gradeToolArguments,
  gradeToolSequence,
  gradeToolUsed,
} from './trajectoryGraders.ts';
import { gradeContainsXml, gradeIsXml } from './xmlGraders.ts';

/** Every type of check that can grade one answer. */
export const checkTypes = [
  'equals',
  'contains',
  'icontains',
  'contains-any',
  'contains-all',
  'icontains-any',
  'icontains-all',
  'starts-with',
  'regex',
  'is-json',
  'contains-json',
  'is-html',
  'contains-html',
  'is-xml',
  'contains-xml',
  'is-sql',
  'contains-sql',
  'is-refusal',
  'word-count',
  'character-count',
  'finish-reason',
  'guardrails',
  'levenshtein',
  'rouge-n',
  'bleu',
  'gleu',
  'meteor',
  'cost',
  'latency',
  'label',
  'fields',
  'perplexity',
  'perplexity-score',
  'javascript',
  'is-valid-function-call',
  'is-valid-openai-function-call',
  'is-valid-openai-tools-call',
  'tool-called',
  'tool-called-with',
  'tool-order',
  'max-turns',
  'tool-call-f1',
  'skill-used',
  'trajectory:tool-used',
  'trajectory:tool-args-match',
  'trajectory:tool-sequence',
  'trajectory:step-count',
  'trajectory:goal-success',
  'similar',
  'similar:cosine',
  'similar:dot',
  'similar:euclidean',
  'llm-rubric',
  'model-graded-closedqa',
  'factuality',
  'model-graded-factuality',
  'g-eval',
  'answer-relevance',
  'context-faithfulness',
  'context-recall',
  'context-relevance',
  'conversation-relevance',
  'github-string',
  'github-llm',
  'github-evaluator',
  'github/similarity',
  'github/coherence',
  'github/fluency',
  'github/relevance',
  'github/groundedness',
] as const;

export type CheckType = (typeof checkTypes)[number];

/** Types that compare the answers of a row with each other; `compareAnswers` carries them out. */
export const comparisonTypes = ['select-best', 'max-score', 'prefer'] as const;
export type ComparisonType = (typeof comparisonTypes)[number];

export const graders: Readonly<Record<CheckType, Grader>> = {
  equals: gradeEquals,
  contains: gradeContains,
  icontains: gradeContainsIgnoringCase,
  'contains-any': gradeContainsAny,
  'contains-all': gradeContainsAll,
  'icontains-any': gradeContainsAnyIgnoringCase,
  'icontains-all': gradeContainsAllIgnoringCase,
  'starts-with': gradeStartsWith,
  regex: gradeRegex,
  'is-json': gradeIsJson,
  'contains-json': gradeContainsJson,
  'is-html': gradeIsHtml,
  'contains-html': gradeContainsHtml,
  'is-xml': gradeIsXml,
  'contains-xml': gradeContainsXml,
  'is-sql': gradeIsSql,
  'contains-sql': gradeContainsSql,
  'is-refusal': gradeRefusal,
  'word-count': gradeWordCount,
  'character-count': gradeCharacterCount,
  'finish-reason': gradeFinishReason,
  guardrails: gradeGuardrails,
  levenshtein: gradeLevenshtein,
  'rouge-n': gradeRouge,
  bleu: gradeBleu,
  gleu: gradeGleu,
  meteor: gradeMeteor,
  cost: gradeCost,
  latency: gradeLatency,
  label: gradeLabel,
  fields: gradeFields,
  perplexity: gradePerplexity,
  'perplexity-score': gradePerplexityScore,
  javascript: gradeJavascript,
  'is-valid-function-call': gradeValidFunctionCall,
  'is-valid-openai-function-call': gradeValidFunctionCall,
  'is-valid-openai-tools-call': gradeValidToolsCall,
  'tool-called': aboutCalls(gradeToolCalled),
  'tool-called-with': aboutCalls(gradeToolCalledWith),
  'tool-order': aboutCalls(gradeToolOrder),
  'max-turns': gradeMaxTurns,
  'tool-call-f1': aboutCalls(gradeToolCallF1),
  'skill-used': gradeSkillUsed,
  'trajectory:tool-used': aboutCalls(gradeToolUsed),
  'trajectory:tool-args-match': aboutCalls(gradeToolArguments),
  'trajectory:tool-sequence': aboutCalls(gradeToolSequence),
  'trajectory:step-count': aboutCalls(gradeStepCount),
  'trajectory:goal-success': gradeGoalSuccess,
  similar: gradeSimilarBy('cosine'),
  'similar:cosine': gradeSimilarBy('cosine'),
  'similar:dot': gradeSimilarBy('dot'),
  'similar:euclidean': gradeSimilarBy('euclidean'),
  'llm-rubric': gradeRubric,
  'model-graded-closedqa': gradeClosedQuestion,
  factuality: gradeFactuality,
  'model-graded-factuality': gradeFactuality,
  'g-eval': gradeGEval,
  'answer-relevance': gradeAnswerRelevance,
  'context-faithfulness': gradeContextFaithfulness,
  'context-recall': gradeContextRecall,
  'context-relevance': gradeContextRelevance,
  'conversation-relevance': gradeConversationRelevance,
  'github-string': gradeGithubString,
  'github-llm': gradeGithubLlm,
  'github-evaluator': gradeGithubEvaluator,
  'github/similarity': gradeGithubJudge('similarity'),
  'github/coherence': gradeGithubJudge('coherence'),
  'github/fluency': gradeGithubJudge('fluency'),
  'github/relevance': gradeGithubJudge('relevance'),
  'github/groundedness': gradeGithubJudge('groundedness'),
};

/** True for a type of check that one answer can be graded by. */
export function isCheckType(type: string): type is CheckType {
  return Object.hasOwn(graders, type);
}

/** True for a type of check that compares the answers of a row with each other. */
export function isComparisonType(type: string): type is ComparisonType {
  return comparisonTypes.some((known) => known === type);
}
