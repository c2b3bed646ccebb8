import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { McpSession, type SessionOptions } from '../support/mcpSession.ts';
import { plainEnvironment } from './commandLine.ts';
import { suiteFolder } from './suiteFolder.ts';

/** A folder with a suite for each test, as `suiteFolder` makes it, a home beside it, and servers that end with the test. */
export function agentSessions() {
  const here = suiteFolder();
  const sessions: McpSession[] = [];
  let home = '';
  beforeEach(() => {
    home = mkdtempSync(path.join(tmpdir(), 'polyprompt-home-'));
  });
  afterEach(async () => {
    for (const session of sessions.splice(0)) await session.close();
    rmSync(home, { recursive: true, force: true });
  });

  const environment = () => ({
    ...plainEnvironment(home),
    OPENAI_API_KEY: 'sk-canary-8f2e61c09d',
    ...here.options().env,
  });

  return {
    here,
    get home() {
      return home;
    },
    environment,
    async open(options: Partial<SessionOptions> = {}): Promise<McpSession> {
      const session = await McpSession.open({ cwd: here.folder, env: environment(), ...options });
      sessions.push(session);
      return session;
    },
  };
}
