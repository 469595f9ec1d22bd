import { Readable } from 'node:stream';
import { crc32, createDeflateRaw } from 'node:zlib';

interface Entry {
  name: Buffer;
  crc: number;
  packed: number;
  size: number;
  offset: number;
}

/** A zip archive has 32 bits for its sizes; what is larger is no workbook that anybody could open. */
const mostBytes = 0xffff_fff0;

/** The archive is larger than a zip archive can be. */
class ArchiveTooLarge extends Error {}

/** Makes a zip archive part by part, holding no more than a piece in memory. */
export class ZipWriter {
  private readonly entries: Entry[] = [];
  private offset = 0;

  /** The bytes of a part, packed while its text comes. Throws ArchiveTooLarge. */
  async *add(name: string, text: AsyncIterable<string> | Iterable<string>): AsyncGenerator<Buffer> {
    const entry: Entry = { name: Buffer.from(name), crc: 0, packed: 0, size: 0, offset: this.offset };
    yield this.counted(localHeader(entry));
    const plain = async function* () {
      for await (const piece of text) {
        const bytes = Buffer.from(piece, 'utf8');
        entry.crc = crc32(bytes, entry.crc);
        entry.size += bytes.length;
        yield bytes;
      }
    };
    const source = Readable.from(plain());
    const packer = createDeflateRaw({ level: 6 });
    source.on('error', (error) => packer.destroy(error));
    for await (const packed of source.pipe(packer) as AsyncIterable<Buffer>) {
      entry.packed += packed.length;
      yield this.counted(packed);
      if (entry.size > mostBytes || this.offset > mostBytes) throw new ArchiveTooLarge();
    }
    yield this.counted(sizes(entry));
    this.entries.push(entry);
  }

  /** The directory, without which there is no archive. */
  finish(): Buffer {
    const directory = Buffer.concat(this.entries.map(directoryEntry));
    const end = Buffer.alloc(22);
    end.writeUInt32LE(0x06054b50, 0);
    end.writeUInt16LE(this.entries.length, 8);
    end.writeUInt16LE(this.entries.length, 10);
    end.writeUInt32LE(directory.length, 12);
    end.writeUInt32LE(this.offset, 16);
    return Buffer.concat([directory, end]);
  }

  private counted(bytes: Buffer): Buffer {
    this.offset += bytes.length;
    return bytes;
  }
}

/** Sizes follow behind the part (bit 3), names are UTF-8 (bit 11), packed by deflate; 1980-01-01 as the time. */
function fixed(header: Buffer, at: number): void {
  header.writeUInt16LE(20, at);
  header.writeUInt16LE(0x0808, at + 2);
  header.writeUInt16LE(8, at + 4);
  header.writeUInt16LE(0x21, at + 8);
}

function localHeader({ name }: Entry): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  fixed(header, 4);
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, name]);
}

function sizes({ crc, packed, size }: Entry): Buffer {
  const header = Buffer.alloc(16);
  header.writeUInt32LE(0x08074b50, 0);
  header.writeUInt32LE(crc, 4);
  header.writeUInt32LE(packed, 8);
  header.writeUInt32LE(size, 12);
  return header;
}

function directoryEntry({ name, crc, packed, size, offset }: Entry): Buffer {
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(20, 4);
  fixed(header, 6);
  header.writeUInt32LE(crc, 16);
  header.writeUInt32LE(packed, 20);
  header.writeUInt32LE(size, 24);
  header.writeUInt16LE(name.length, 28);
  header.writeUInt32LE(offset, 42);
  return Buffer.concat([header, name]);
}
