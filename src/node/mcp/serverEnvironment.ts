/** The variables that a program needs to run at all. Nothing else of the user's environment, where keys stand, reaches a server. */
const basicNames =
  process.platform === 'win32'
    ? [
        ...['APPDATA', 'HOMEDRIVE', 'HOMEPATH', 'LOCALAPPDATA', 'PATH', 'PATHEXT', 'PROCESSOR_ARCHITECTURE'],
        ...['SYSTEMDRIVE', 'SYSTEMROOT', 'TEMP', 'USERNAME', 'USERPROFILE', 'PROGRAMFILES'],
      ]
    : ['HOME', 'LOGNAME', 'PATH', 'SHELL', 'TERM', 'USER'];

/** The environment of a server: what every program needs, and the variables that it names. */
export function serverEnvironment(env: NodeJS.ProcessEnv, named: readonly string[]): Record<string, string> {
  const entries = [...basicNames, ...named].map((name) => [name, env[name]] as const);
  return Object.fromEntries(entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}
