/**
 * A moment as a reader of this language writes it: the time today, with its date before that. Without a language, the window's own is used.
 */
export function formatMoment(at: number, now: number, language?: string): string {
  const isToday = new Date(at).toDateString() === new Date(now).toDateString();
  const format = isToday ? ({ timeStyle: 'short' } as const) : ({ dateStyle: 'medium', timeStyle: 'short' } as const);
  return new Intl.DateTimeFormat(language, format).format(at);
}
