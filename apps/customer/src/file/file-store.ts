/** Bytes of one piece in which a file travels between services. */
export const chunkBytes = 1024 * 1024;

/** Where the bytes of whole files are kept: a driver has these three functions. */
export interface FileStore {
  /** Keeps the file at `path` under its id, for good, whatever happens next; `path` is gone then. Again changes nothing. */
  keep(id: string, path: string): Promise<void>;
  /** The bytes from `start` on, `length` of them or fewer at the end. */
  read(id: string, start: number, length: number): Promise<Buffer>;
  /** Removes the bytes; nothing where there are none. */
  remove(id: string): Promise<void>;
}

/** Injection token of the store. */
export const FILE_STORE = Symbol('file store');
