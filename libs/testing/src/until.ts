/**
 * Waits until `probe` gives something other than `undefined`, `false` or a throw, and returns that. Throws the last
 * failure after `ms`: a limit against hanging, not a promise of speed.
 */
export async function until<T>(
  what: string,
  probe: () => Promise<T | undefined | false> | T | undefined | false,
  ms = 15_000,
): Promise<T> {
  const end = Date.now() + ms;
  let failure: unknown;
  for (;;) {
    try {
      const found = await probe();
      if (found !== undefined && found !== false) return found;
      failure = undefined;
    } catch (error) {
      failure = error;
    }
    if (Date.now() > end) throw new Error(`Waited ${ms} ms for ${what}.`, { cause: failure });
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
