import type { Multipart, MultipartFile } from '@fastify/multipart';
import { AppError, refusedField } from '@kontor/errors/app-error';
import type { JsonAnswer } from '@kontor/rpc/client';
import { chunksOf } from '../imports/chunks.js';
import { CHUNK_BYTES, tooLarge } from '../imports/upload.js';
import type { FileCalls } from './file-calls.js';

/** A file that is stored. */
export interface TakenFile {
  id: string;
  answer: JsonAnswer;
}

/**
 * Takes the parts of an upload: `interactionId`, if any, then the file, which goes to the service piece by piece while it
 * arrives. Throws AppError `invalid` for parts that are missing, unknown or in another order, `too_large` for a file of
 * more than `limit` bytes. What breaks off leaves a file that nobody sees, and that the service tidies.
 * `repeatable`: the client named the upload by a key, so it may be one that came before.
 */
export async function takeFile(
  parts: AsyncIterable<Multipart>,
  calls: FileCalls,
  limit: number,
  repeatable: boolean,
): Promise<TakenFile> {
  let interactionId: string | undefined;
  for await (const part of parts) {
    if (part.type === 'field' && part.fieldname === 'interactionId' && interactionId === undefined) {
      interactionId = String(part.value);
    } else if (part.type === 'file' && part.fieldname === 'file') {
      const { id } = await calls.create({ name: part.filename, interactionId });
      const earlier = repeatable ? await calls.get(id).catch(unlessMissing) : undefined;
      if (earlier) {
        part.file.resume();
        return { id, answer: earlier };
      }
      // Awaited here: to leave the loop ends the parts, and whatever follows the file would go unseen.
      const answer = await passOn(id, part, parts, calls, limit);
      return { id, answer };
    } else {
      throw refusedField(part.fieldname, 'unknown-field');
    }
  }
  throw new AppError('invalid', 'import-file-missing', { fields: [{ field: 'file', reason: 'required' }] });
}

async function passOn(
  id: string,
  part: MultipartFile,
  parts: AsyncIterable<Multipart>,
  calls: FileCalls,
  limit: number,
): Promise<JsonAnswer> {
  let size = 0;
  let index = 0;
  for await (const chunk of chunksOf(part.file, CHUNK_BYTES)) {
    if (chunk.length === 0) throw refusedField('file', 'file-empty');
    size += chunk.length;
    if (size > limit) throw tooLarge(limit);
    await calls.write(id, index, chunk);
    index += 1;
  }
  if (part.file.truncated) throw tooLarge(limit);
  for await (const further of parts) throw refusedField(further.fieldname, 'import-one-file');
  return calls.finish(id, size);
}

function unlessMissing(error: unknown): undefined {
  if (error instanceof AppError && error.code === 'not_found') return undefined;
  throw error;
}
