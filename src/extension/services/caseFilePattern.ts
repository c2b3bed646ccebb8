/** A pattern for names of files that may hold cases; only suites know which of them do. */
export const caseFilePattern = '**/*.{yaml,yml,json,jsonl,ndjson,csv,tsv}';
