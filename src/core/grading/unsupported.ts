/** Checks that we know by name but cannot carry out, each with the thing that it would need. */
const needs: Readonly<Record<string, string>> = {
  python: 'Python, which is not run here; write it as javascript',
  ruby: 'Ruby, which is not run here; write it as javascript',
  webhook: 'a call to a foreign server, which a check may not make',
  classifier: 'a classification model, which is not offered here; use llm-rubric',
  moderation: 'a moderation service, which is not offered here; use llm-rubric',
  pi: "Pi Labs' scoring service, which is not offered here; use llm-rubric",
  'search-rubric': 'a judge that searches the web; use llm-rubric',
  'agent-rubric': 'an agent as its judge; use llm-rubric',
  'research-rubric': 'a judge that searches the web; use llm-rubric',
  'video-rubric': 'a judge that watches videos',
  'noise-sensitivity': 'a judge for retrieval, which is not offered here; use context-faithfulness',
};

/** The names of such checks; besides, there are whole families (`trace-...`, red-team scans). */
export const unsupportedTypes: readonly string[] = Object.keys(needs);

/** A sentence that says why a check of this type cannot be carried out. */
export function unsupportedReason(type: string): string {
  const need = Object.hasOwn(needs, type) ? needs[type] : undefined;
  if (need !== undefined) return `"${type}" needs ${need}.`;
  if (type.startsWith('trace-')) return `"${type}" needs traces, which are not recorded.`;
  if (type.includes('redteam')) return `"${type}" belongs to red-team scans, which are not run here.`;
  return `"${type}" is no type of check that is known here.`;
}
