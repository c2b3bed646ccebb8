/** `openai/gpt-5.6-luna @ HEAD` */
export function targetAt(target: string, version: string): string {
  return `${target} @ ${version}`;
}
