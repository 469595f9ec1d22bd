import { AppError } from '@kontor/errors/app-error';
import { decodeRequest, encodeResponse, stringifyResponse } from '@kontor/schema/codec';
import type { MethodContract } from '@kontor/schema/contract';
import type { View } from '@kontor/schema/view';

/** Bytes ↔ messages of one call. */
export interface Codec {
  parse(bytes: Buffer): object;
  /** The answer as `view` sees it; without a view all of it. */
  format(answer: object, view: View | undefined): Buffer;
}

/** JSON bytes, as the gateway sends and passes them on. */
export function jsonCodec(method: MethodContract): Codec {
  const stringify = stringifyResponse(method);
  return {
    parse: (bytes) => JSON.parse(bytes.toString('utf8')) as object,
    format: (answer, view) => Buffer.from(stringify(answer, view)),
  };
}

/** Protobuf bytes. */
export function binaryCodec(method: MethodContract): Codec {
  return {
    parse: (bytes) => decodeRequest(method, bytes) as object,
    format: (answer, view) => Buffer.from(encodeResponse(method, answer, view)),
  };
}

/** The request in bytes. Throws AppError invalid broken-json, or what the codec says of them. */
export function parseRequest(codec: Codec, bytes: Buffer): object {
  try {
    return codec.parse(bytes);
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError('invalid', 'broken-json', { cause });
  }
}

/** What can be read of a request that was refused; undefined where it is no request at all. */
export function requestOf(codec: Codec, bytes: Buffer): object | undefined {
  try {
    return codec.parse(bytes);
  } catch {
    return undefined;
  }
}
