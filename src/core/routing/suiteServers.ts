import type { SourcePlace, Suite } from '../dataset/suite.ts';
import type { SuiteFiles } from '../dataset/suiteFiles.ts';
import { SuiteReading } from '../dataset/suiteReading.ts';
import { closest } from '../text/closest.ts';
import { recordedServers } from '../tools/mcp/knownServers.ts';
import type { McpServer } from '../tools/mcp/mcpServer.ts';
import { type Recordings, readRecordings, recordingFileOf } from '../tools/mcp/recording.ts';
import { namesOfServers } from '../tools/mcp/serverTool.ts';

/** What a suite knows of its MCP servers without asking them. */
interface SuiteServers {
  readonly servers: Required<Pick<Suite, 'servers' | 'recordings' | 'projectServers'>>;
  readonly problems: Suite['problems'];
}

/** The names of all MCP servers that a suite, its prompts, models and cases use. */
export function serversNamedIn({ tools, prompts, targets, cases }: Suite): readonly string[] {
  const withVariants = prompts.flatMap((prompt) => [prompt, ...(prompt.variants ?? [])]);
  return namesOfServers([tools, ...[...withVariants, ...targets, ...cases].map((each) => each.tools)]);
}

/** Reads the recordings beside a suite; undefined for a suite that uses no server. Nothing is started. */
export async function readSuiteServers(
  suite: Suite,
  files: SuiteFiles,
  projectServers: ReadonlyMap<string, McpServer>,
): Promise<SuiteServers | undefined> {
  if (serversNamedIn(suite).length === 0) return undefined;
  const { recordings, problems } = await openRecordings(suite.file, files);
  const servers = { servers: recordedServers(recordings), recordings, projectServers };
  return {
    servers,
    problems: [...problems, ...unknownServers(suite, [...projectServers.keys(), ...recordings.keys()])],
  };
}

/** Reports names that only the user's own settings may know, as a warning where the name of another server was most likely meant. */
function unknownServers(suite: Suite, known: readonly string[]): Suite['problems'] {
  const start = { file: suite.file, range: { start: 0, end: 0 } };
  return serversNamedIn(suite)
    .filter((name) => !known.includes(name))
    .map((name) => {
      const { file, range } = suite.serverPlaces?.get(name) ?? start;
      const [near] = closest(name, known, 1);
      const advice = near === undefined ? 'It has to stand in your own settings.' : `Did you mean "${near}"?`;
      const message = `polyprompt.yaml names no MCP server "${name}". ${advice}`;
      return { severity: near === undefined ? 'information' : 'warning', code: 'unknown-server', message, file, range };
    });
}

/** What is recorded beside a suite or a prompt, with what is wrong in that file. */
export async function openRecordings(
  file: string,
  files: SuiteFiles,
): Promise<{ readonly recordings: Recordings; readonly problems: Suite['problems'] }> {
  const reading = new SuiteReading(recordingFileOf(file), files, {});
  const found = await files.read(reading.file);
  if (!found) return { recordings: new Map(), problems: [] };
  const start: SourcePlace = { file: reading.file, range: { start: 0, end: 0 } };
  if ('refused' in found) {
    reading.reportRefused(start, `The recording "${reading.file}"`, found);
    return { recordings: new Map(), problems: reading.problems };
  }
  const root = reading.parse(reading.file, found.text);
  const recordings = readRecordings(root, (place, code, message, severity) =>
    reading.report(place, code, message, severity),
  );
  return { recordings, problems: reading.problems };
}
