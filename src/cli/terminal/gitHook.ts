/** True in a hook, because Git sets this variable for its hooks. */
export function isGitHook(): boolean {
  return process.env['GIT_INDEX_FILE'] !== undefined;
}

/** True in a hook whose output nobody sees until it has ended, as when an editor commits. Then the verdict has to come first. */
export function isReadAfterwards(): boolean {
  return isGitHook() && !process.stderr.isTTY;
}
