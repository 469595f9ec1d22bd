/** Whatever bytes come from; pieces of any size. */
export type Bytes = Buffer | AsyncIterable<Buffer>;

/** What a list tells of an object. */
export interface StoredObject {
  name: string;
  /** Bytes. */
  size: number;
  /** When it was written, by the store's clock, in milliseconds since 1970. */
  time: number;
}

/**
 * Whole objects by name, in a folder that all replicas of a service share, or in a bucket. An object is there whole or not
 * at all, whoever dies while it is written. Every function throws AppError unavailable `store-unavailable` where the store
 * does not answer as a store does.
 */
export interface Store {
  /** What it is for, as people hear of it. */
  readonly label: string;
  /** Throws a plain Error that says what is wrong where the store can never work: no such bucket, keys that are refused. */
  check(): Promise<void>;
  /** Keeps an object for good, in place of one of that name, and tells how many bytes it has. What `bytes` throws is thrown. */
  put(name: string, bytes: Bytes): Promise<number>;
  /** The bytes from `start` on, `length` of them or fewer at the end. Throws MissingObject. */
  read(name: string, start: number, length: number): Promise<Buffer>;
  /** Bytes of an object; undefined where there is none. */
  size(name: string): Promise<number | undefined>;
  /** The objects whose names begin so, by name; only those behind `after`, where it is given. */
  list(prefix: string, after?: string): AsyncIterable<StoredObject>;
  /** Removes an object; nothing where there is none. */
  remove(name: string): Promise<void>;
  /** Removes what writers left that died more than `age` milliseconds ago. */
  tidy(age: number): Promise<void>;
}

/** There is no such object. */
export class MissingObject extends Error {
  constructor(name: string, cause?: unknown) {
    super(`there is no object ${name}`, { cause });
    this.name = 'MissingObject';
  }
}

const part = /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/;

/** Throws RangeError for names that are more than ids, digits and dots between slashes: nothing of what people send. */
export function checkName(name: string): string {
  if (!name.split('/').every((one) => part.test(one))) throw new RangeError(`no name of an object: ${name}`);
  return name;
}
