import type { Multipart, MultipartFile, MultipartValue } from '@fastify/multipart';
import { AppError, refusedField } from '@kontor/errors/app-error';
import type { JsonAnswer } from '@kontor/rpc/client';
import { chunksOf } from './chunks.js';
import type { ImportCalls } from './import-calls.js';
import { UploadOptions } from './upload-options.js';

/** Bytes of one piece of a file, as the contract limits it. */
export const CHUNK_BYTES = 1024 * 1024;

/** Bytes of one option of the form. */
export const FIELD_BYTES = 256 * 1024;

/** An import that has its file and waits for its turn. */
export interface Uploaded {
  id: string;
  answer: JsonAnswer;
}

/**
 * Takes the parts of an upload: first the options, then the file, which goes to the service piece by piece while it
 * arrives. Throws AppError: `invalid` for parts that are missing, unknown or in another order, `too_large` for a file
 * of more than `limit` bytes. Whatever breaks after the import was opened cancels it.
 * `repeatable`: the client named the upload by a key, so it may be one that came before.
 */
export async function takeUpload(
  parts: AsyncIterable<Multipart>,
  calls: ImportCalls,
  limit: number,
  repeatable: boolean,
): Promise<Uploaded> {
  const options = new UploadOptions();
  for await (const part of parts) {
    if (part.type === 'field') {
      options.add(part.fieldname, textOf(part));
    } else if (part.fieldname === 'file') {
      const { id } = await calls.create(options.toImport(part.filename));
      const earlier = repeatable ? await alreadyQueued(calls, id) : undefined;
      if (earlier) {
        part.file.resume();
        return earlier;
      }
      // Awaited here: to leave the loop ends the parts, and whatever follows the file would go unseen.
      const uploaded = await takeFile(id, part, parts, calls, limit);
      return uploaded;
    } else {
      throw refusedField(part.fieldname, 'unknown-field');
    }
  }
  throw new AppError('invalid', 'import-file-missing', { fields: [{ field: 'file', reason: 'required' }] });
}

/** A part that says it is JSON comes parsed; one that was cut off at the limit of the form is not what was sent. */
function textOf({ fieldname, value, valueTruncated }: MultipartValue): string {
  if (valueTruncated) {
    throw refusedField(fieldname, 'too-long', { max: FIELD_BYTES });
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}

async function alreadyQueued(calls: ImportCalls, id: string): Promise<Uploaded | undefined> {
  const answer = await calls.get(id);
  const { state } = JSON.parse(answer.body.toString('utf8')) as { state?: string };
  return state === 'uploading' ? undefined : { id, answer };
}

async function takeFile(
  id: string,
  part: MultipartFile,
  parts: AsyncIterable<Multipart>,
  calls: ImportCalls,
  limit: number,
): Promise<Uploaded> {
  try {
    const chunks = await writeFile(id, part, calls, limit);
    await expectEnd(parts);
    return { id, answer: await calls.start(id, chunks) };
  } catch (error) {
    await calls.cancel(id);
    throw error;
  }
}

async function writeFile(
  id: string,
  part: MultipartFile,
  calls: ImportCalls,
  limit: number,
): Promise<number> {
  let index = 0;
  let bytes = 0;
  for await (const chunk of chunksOf(part.file, CHUNK_BYTES)) {
    bytes += chunk.length;
    if (bytes > limit) throw tooLarge(limit);
    await calls.write(id, index, chunk);
    index += 1;
  }
  if (part.file.truncated) throw tooLarge(limit);
  return index;
}

async function expectEnd(parts: AsyncIterable<Multipart>): Promise<void> {
  for await (const part of parts) {
    throw new AppError('invalid', 'import-one-file', {
      fields: [{ field: part.fieldname, reason: 'import-one-file' }],
    });
  }
}

/** The refusal of a file over the limit. */
export function tooLarge(limit: number): AppError {
  return new AppError('too_large', 'import-file-too-large', { params: { max: limit } });
}
