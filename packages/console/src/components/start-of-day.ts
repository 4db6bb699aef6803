/**
 * The instant at which a day begins where the browser is; undefined for what is no day.
 *
 * @param day as `2026-03-01`
 * @param later days to add: the day after ends this one
 */
export function startOfDay(day: string, later: number): string | undefined {
  const [year, month, date] = day.split("-").map(Number);
  if (year === undefined || month === undefined || date === undefined) return undefined;
  const start = new Date(year, month - 1, date + later);
  return Number.isNaN(start.getTime()) ? undefined : start.toISOString();
}
