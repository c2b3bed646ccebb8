/** The command line that installs a hook. Its paths hold on one machine only, so they never go into a committed file. */
export interface HookProgram {
  /** Absolute path of the command line's script. */
  readonly cli: string;
  /**
   * Absolute path of the program that runs the script: Node.js, or an editor that can act as Node.js. Where the program is gone, the `node`
   * on the PATH is used.
   */
  readonly node: string;
}

/** What a commit runs, as lines of POSIX shell. They end a script with exit code 1 where the gate stops the commit. */
export function checkScript(program?: HookProgram): readonly string[] {
  // The text may hold no quotes at all: pre-commit puts the script between single ones, Lefthook on Windows between double ones.
  const say = (what: string) => `echo polyprompt ${what}: the prompt check did not run >&2`;
  return runFound({
    command: 'check --staged --hook',
    program,
    missing: say('was not found'),
    failed: [
      'case $? in',
      // These are the gate's own code for a verdict and the code for Ctrl-C. Any other failure, such as an old or missing Node.js, must not
      // lock anybody out.
      '  10 | 130) exit 1 ;;',
      `  *) ${say('could not be started')} ;;`,
      'esac',
    ],
    word: shellWord,
  });
}

/** What Git runs to merge two versions of a baseline. Where that fails, Git's own merge of lines follows and marks the conflict. */
export function mergeScript(program: HookProgram): string {
  const lines = runFound({
    // Git replaces these by names of files: the version before both, ours and theirs.
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
  /** What the script does when there is no polyprompt. */
  readonly missing: string;
  /** What the script does when polyprompt cannot be started or ends with anything but 0. */
  readonly failed: readonly string[];
  word(value: string): string;
}

/**
 * Runs the repository's own polyprompt, else the one on the PATH, else the one that installed the hook. Nothing is set for the lines that
 * follow.
 */
function runFound({ command, program, missing, failed, word }: Runner): readonly string[] {
  const nodeFolder = program && isNode(program.node) ? word(shellFolder(program.node)) : undefined;
  return [
    '(',
    // A commit from the editor's own button may find no Node.js, so the one that installed the hook is added at the end of the PATH.
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

/** The polyprompt that installed the hook. A variable tells an editor to act as the Node.js that it holds. */
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
