/** Matches a name against a pattern in which `*` stands for any text and `?` for one character. Takes time in proportion to both. */
export function matchesWildcard(pattern: string, name: string): boolean {
  let at = 0;
  let inPattern = 0;
  let star = -1;
  let resumeAt = 0;
  while (at < name.length) {
    if (pattern[inPattern] === '*') {
      star = inPattern++;
      resumeAt = at;
    } else if (pattern[inPattern] === '?' || pattern[inPattern] === name[at]) {
      inPattern++;
      at++;
    } else if (star >= 0) {
      inPattern = star + 1;
      at = ++resumeAt;
    } else return false;
  }
  return [...pattern.slice(inPattern)].every((character) => character === '*');
}
