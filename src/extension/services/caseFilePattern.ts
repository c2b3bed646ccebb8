/** Files that hold cases, by name; which of them do, only their suites know. */
export const caseFilePattern = '**/*.{yaml,yml,json,jsonl,ndjson,csv,tsv}';
