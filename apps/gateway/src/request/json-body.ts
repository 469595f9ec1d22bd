import { isUtf8 } from 'node:buffer';
import { AppError } from '@kontor/errors/app-error';

/** Deeper nesting than any message of the contract has; beyond it a body is refused before anything walks it. */
const DEEPEST = 100;

/**
 * The value of a JSON body, undefined for an empty one. Throws AppError `invalid`: `broken-utf8` for bytes (or
 * \u escapes) that are no Unicode text, `broken-json` for anything that is not JSON.
 */
export function parseJsonBody(bytes: Buffer): unknown {
  if (bytes.length === 0) return undefined;
  if (!isUtf8(bytes)) throw new AppError('invalid', 'broken-utf8');
  const text = bytes.toString('utf8');
  const value = parse(text);
  if (HALF_CHARACTER.test(text)) refuseHalfCharacters(value, 0);
  return value;
}

/** An escape for one half of a surrogate pair: the only way in which valid UTF-8 can still spell broken text. */
const HALF_CHARACTER = /\\u[dD][89a-fA-F]/;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError('invalid', 'broken-json', { cause });
  }
}

function refuseHalfCharacters(value: unknown, depth: number): void {
  if (depth > DEEPEST) throw new AppError('invalid', 'broken-json');
  if (typeof value === 'string') {
    if (!value.isWellFormed()) throw new AppError('invalid', 'broken-utf8');
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      refuseHalfCharacters(key, depth);
      refuseHalfCharacters(inner, depth + 1);
    }
  }
}
