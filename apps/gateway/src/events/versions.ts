/** Newest states by id: lists and events arrive in any order, and an older one changes nothing. */
export class Versions<T> {
  readonly #known = new Map<string, { version: number; state: T | undefined }>();

  /** Takes a state (undefined: removed) unless one as new is known; returns whether it was taken. */
  put(id: string, etag: string, state: T | undefined): boolean {
    const version = Number(etag);
    const known = this.#known.get(id);
    if (known && known.version >= version) return false;
    this.#known.set(id, { version, state });
    return true;
  }

  get(id: string): T | undefined {
    return this.#known.get(id)?.state;
  }

  /** The states of what was not removed. */
  *values(): Generator<T> {
    for (const { state } of this.#known.values()) if (state !== undefined) yield state;
  }
}
