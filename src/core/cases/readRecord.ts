import { isJsonObject, type JsonValue } from '../json.ts';
import type { LoggedCall, RecordReader } from './calls/loggedCall.ts';
import { anthropicBatchReader, openaiBatchReader } from './formats/batchFiles.ts';
import { braintrustReader } from './formats/braintrust.ts';
import { inspectReader, promptfooReader } from './formats/evaluationLogs.ts';
import { heliconeReader } from './formats/helicone.ts';
import { langfuseExportReader, langfuseScoreReader } from './formats/langfuseExport.ts';
import { langsmithReader } from './formats/langsmith.ts';
import { litellmReader } from './formats/litellm.ts';
import { mlflowReader } from './formats/mlflow.ts';
import { phoenixReader } from './formats/phoenix.ts';
import { plainRowReader } from './formats/plainRows.ts';
import { consoleSpanReader, otlpReader } from './formats/readOtlp.ts';
import { fineTuningReader, openaiEvalsReader } from './formats/trainingFiles.ts';

/** In this order: the first reader whose marks a record bears reads it, and a row without any mark is one of your own. */
const readers: readonly RecordReader[] = [
  otlpReader,
  consoleSpanReader,
  langsmithReader,
  braintrustReader,
  litellmReader,
  openaiBatchReader,
  anthropicBatchReader,
  langfuseExportReader,
  langfuseScoreReader,
  heliconeReader,
  phoenixReader,
  mlflowReader,
  promptfooReader,
  inspectReader,
  openaiEvalsReader,
  fineTuningReader,
  plainRowReader,
];

/** The calls, or the parts of calls, in one record of a log, by its content. A record that is no JSON object holds none. */
export function readRecord(record: JsonValue): readonly LoggedCall[] {
  if (!isJsonObject(record)) return [];
  return readers.find((reader) => reader.matches(record))?.read(record) ?? [];
}
