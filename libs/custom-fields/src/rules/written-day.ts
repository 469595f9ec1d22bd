/**
 * The day that a text says, as 2026-11-21; undefined where it says none, or could say two: days with strokes and the year
 * last are read one way in one country and another way in the next. Days with points have the day first.
 */
export function dayIn(text: string): string | undefined {
  const yearFirst = /^(\d{4})(?:[-/.](\d{1,2})[-/.](\d{1,2})|年(\d{1,2})月(\d{1,2})日)$/.exec(text);
  if (yearFirst) {
    const [, year = '', month, day, zhMonth, zhDay] = yearFirst;
    return dayOf(year, month ?? zhMonth ?? '', day ?? zhDay ?? '');
  }
  const [, day = '', month = '', year = ''] = /^(\d{1,2})\.(\d{1,2})\.(\d{4})(?: ?г\.?)?$/.exec(text) ?? [];
  return year === '' ? undefined : dayOf(year, month, day);
}

function dayOf(year: string, month: string, day: string): string {
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}
