/** The command line that installs a hook. Its paths hold on one machine only, so they never go into a committed file. */
export interface HookProgram {
  /** Absolute path of the CLI's script. */
  readonly cli: string;
  /** Absolute path of the program to run it with, Node.js or an editor that can be it; where that is gone, the `node` on the PATH. */
  readonly node: string;
}

/** What a commit runs, as lines of POSIX shell; they end a script with exit code 1 where the check stops the commit. */
export function checkScript(program?: HookProgram): readonly string[] {
  // No quotes at all: pre-commit puts the script between single ones, Lefthook on Windows between double ones.
  const say = (what: string) => `echo polyprompt ${what}: the prompt check did not run >&2`;
  return runFound({
    command: 'check --staged --hook',
    program,
    missing: say('was not found'),
    failed: [
      'case $? in',
      // Its word for a verdict, and Ctrl-C. Whatever else went wrong, an old Node.js or one that is gone, locks nobody out.
      '  10 | 130) exit 1 ;;',
      `  *) ${say('could not be started')} ;;`,
      'esac',
    ],
    word: shellWord,
  });
}

/** What Git runs to merge two versions of a baseline; where that fails, its own merge of lines does it and marks the conflict. */
export function mergeScript(program: HookProgram): string {
  const lines = runFound({
    // Git puts the files' names in place of these: the version before both, ours and theirs.
    command: 'merge-baseline %O %A %B',
    program,
    missing: 'exit 127',
    failed: ['git merge-file -L ours -L base -L theirs %A %O %B'],
    word: (value) => shellWord(value).replaceAll('%', '%%'),
  });
  return lines.join('\n');
}

interface Runner {
  readonly command: string;
  readonly program: HookProgram | undefined;
  /** What to do when there is no polyprompt. */
  readonly missing: string;
  /** What to do when it ends with anything but 0, or cannot be started. */
  readonly failed: readonly string[];
  word(value: string): string;
}

/** The repository's own polyprompt, else the one on the PATH, else the one that installed the hook. Sets nothing for what follows. */
function runFound({ command, program, missing, failed, word }: Runner): readonly string[] {
  const nodeFolder = program && isNode(program.node) ? word(shellFolder(program.node)) : undefined;
  return [
    '(',
    // A commit from the editor's own button may know no Node.js: the one that installed the hook is then found last.
    ...(nodeFolder === undefined ? [] : [`  PATH="\${PATH:+$PATH:}"${nodeFolder}`]),
    ...(program === undefined ? [] : [`  set -- ${anyVersion(program.cli).map(word).join('*')}`]),
    '  if [ -x node_modules/.bin/polyprompt ]; then',
    `    node_modules/.bin/polyprompt ${command}`,
    '  elif command -v polyprompt >/dev/null 2>&1; then',
    `    polyprompt ${command}`,
    ...(program === undefined ? [] : ownProgram(word(withSlashes(program.node)), command)),
    '  else',
    `    ${missing}`,
    '  fi',
    ...failed.map((line, index) => (index === 0 ? `) || ${line}` : line)),
  ];
}

/** The polyprompt that installed the hook; an editor is told by a variable to be the Node.js that it holds. */
function ownProgram(node: string, command: string): readonly string[] {
  return [
    `  elif [ -f "$1" ] && [ -x ${node} ]; then`,
    `    ELECTRON_RUN_AS_NODE=1 ${node} "$1" ${command}`,
    '  elif [ -f "$1" ]; then',
    `    node "$1" ${command}`,
  ];
}

function isNode(file: string): boolean {
  return /[\\/]node(\.exe)?$/.test(file);
}

/** A path around what changes in it whenever the editor updates the extension. */
function anyVersion(cli: string): readonly string[] {
  const slashed = withSlashes(cli);
  const [, before, after] = /^(.*\/polyprompt\.polyprompt-)[^/]+(\/.*)$/.exec(slashed) ?? [];
  return before === undefined || after === undefined ? [slashed] : [before, after];
}

/** The folder of a file as the shell of Git for Windows wants it in its PATH, where a colon parts two folders. */
function shellFolder(file: string): string {
  const folder = withSlashes(file).replace(/\/[^/]*$/, '');
  return folder.replace(/^([A-Za-z]):\//, (_, drive: string) => `/${drive.toLowerCase()}/`);
}

function withSlashes(file: string): string {
  return /^[A-Za-z]:\\/.test(file) ? file.replaceAll('\\', '/') : file;
}

function shellWord(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`;
}
