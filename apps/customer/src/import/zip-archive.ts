import type { FileHandle } from 'node:fs/promises';
import { pipeline, type Readable } from 'node:stream';
import { createInflateRaw } from 'node:zlib';
import { ImportFailure } from './import-failure.js';

/** A file in an archive. */
interface ZipEntry {
  name: string;
  method: number;
  compressedSize: number;
  offset: number;
}

const endSignature = 0x06054b50;
const directorySignature = 0x02014b50;
/** The record at the end of an archive, and the comment that may follow it, in bytes. */
const endSize = 22;
const longestComment = 65_535;
const mostDirectoryBytes = 4 * 1024 * 1024;

/**
 * The files of a ZIP archive by name, as its directory lists them. Only the parts that are asked for are ever
 * inflated. Throws ImportFailure when this is no archive we can read (encrypted, split, over 4 GiB).
 */
export class ZipArchive {
  private constructor(
    private readonly handle: FileHandle,
    private readonly entries: ReadonlyMap<string, ZipEntry>,
  ) {}

  static async open(handle: FileHandle): Promise<ZipArchive> {
    const { size } = await handle.stat();
    const tail = await readAt(
      handle,
      Math.max(0, size - endSize - longestComment),
      Math.min(size, endSize + longestComment),
    );
    const end = tail.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
    if (end < 0 || tail.length - end < endSize || tail.readUInt32LE(end) !== endSignature) throw unreadable();
    const directorySize = tail.readUInt32LE(end + 12);
    if (directorySize > mostDirectoryBytes) throw unreadable();
    const directory = await readAt(handle, tail.readUInt32LE(end + 16), directorySize);
    return new ZipArchive(handle, entriesOf(directory));
  }

  has(name: string): boolean {
    return this.entries.has(name);
  }

  /** The inflated bytes of a file. */
  async read(name: string): Promise<Readable> {
    const entry = this.entries.get(name);
    if (!entry || (entry.method !== 0 && entry.method !== 8)) throw unreadable();
    const header = await readAt(this.handle, entry.offset, 30);
    const start = entry.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
    const end = start + entry.compressedSize - 1;
    const raw = this.handle.createReadStream({ start, end, autoClose: false });
    // Errors destroy what is read from, where the reader meets them.
    return entry.method === 0 ? raw : pipeline(raw, createInflateRaw(), () => undefined);
  }
}

function entriesOf(directory: Buffer): Map<string, ZipEntry> {
  const entries = new Map<string, ZipEntry>();
  let at = 0;
  while (at + 46 <= directory.length && directory.readUInt32LE(at) === directorySignature) {
    const encrypted = (directory.readUInt16LE(at + 8) & 1) === 1;
    const nameLength = directory.readUInt16LE(at + 28);
    const name = directory.toString('utf8', at + 46, at + 46 + nameLength).replaceAll('\\', '/');
    if (!encrypted) {
      entries.set(name, {
        name,
        method: directory.readUInt16LE(at + 10),
        compressedSize: directory.readUInt32LE(at + 20),
        offset: directory.readUInt32LE(at + 42),
      });
    }
    at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return entries;
}

async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await handle.read(buffer, 0, length, position);
  if (bytesRead !== length) throw unreadable();
  return buffer;
}

function unreadable(): ImportFailure {
  return new ImportFailure('import-file-unreadable');
}
