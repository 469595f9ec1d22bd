/** How much of the beginning and of the end of a file its type is found by. */
export const headBytes = 16 * 1024;
export const tailBytes = 64 * 1024;

/** The beginning and the end of a file; they may overlap. */
export interface Ends {
  head: Buffer;
  tail: Buffer;
}

interface KnownType {
  contentType: string;
  extensions: readonly string[];
  matches(ends: Ends): boolean;
}

const starts =
  (...signatures: (string | readonly number[])[]) =>
  ({ head }: Ends): boolean =>
    signatures.some((one) => head.subarray(0, one.length).equals(Buffer.from(one as string, 'latin1')));

const at =
  (place: number, text: string) =>
  ({ head }: Ends): boolean =>
    head.toString('latin1', place, place + text.length) === text;

const zip = starts('PK\x03\x04');
const holds = ({ head, tail }: Ends, name: string): boolean => head.includes(name) || tail.includes(name);

/** An Office Open XML file has its parts in a folder of this name, and no macros. */
const office =
  (folder: string) =>
  (ends: Ends): boolean =>
    zip(ends) &&
    holds(ends, '[Content_Types].xml') &&
    holds(ends, `${folder}/`) &&
    !holds(ends, 'vbaProject.bin');

const openDocument =
  (kind: string) =>
  (ends: Ends): boolean =>
    zip(ends) && at(30, `mimetypeapplication/vnd.oasis.opendocument.${kind}`)(ends);

const ole = starts([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
const openXml = 'application/vnd.openxmlformats-officedocument';
const oasis = 'application/vnd.oasis.opendocument';

/** The types that are taken. Nothing that a browser or a system would run: no HTML, no SVG, no scripts, no programs. */
const knownTypes: readonly KnownType[] = [
  { contentType: 'application/pdf', extensions: ['pdf'], matches: starts('%PDF-') },
  { contentType: 'image/png', extensions: ['png'], matches: starts('\x89PNG\r\n\x1a\n') },
  { contentType: 'image/jpeg', extensions: ['jpg', 'jpeg', 'jfif'], matches: starts([0xff, 0xd8, 0xff]) },
  { contentType: 'image/gif', extensions: ['gif'], matches: starts('GIF87a', 'GIF89a') },
  {
    contentType: 'image/webp',
    extensions: ['webp'],
    matches: (ends) => at(0, 'RIFF')(ends) && at(8, 'WEBP')(ends),
  },
  { contentType: 'image/tiff', extensions: ['tif', 'tiff'], matches: starts('II*\0', 'MM\0*') },
  {
    contentType: 'image/heic',
    extensions: ['heic', 'heif'],
    matches: (ends) => at(4, 'ftyphei')(ends) || at(4, 'ftyphev')(ends) || at(4, 'ftypmif1')(ends),
  },
  { contentType: `${openXml}.wordprocessingml.document`, extensions: ['docx'], matches: office('word') },
  { contentType: `${openXml}.spreadsheetml.sheet`, extensions: ['xlsx'], matches: office('xl') },
  { contentType: `${openXml}.presentationml.presentation`, extensions: ['pptx'], matches: office('ppt') },
  { contentType: `${oasis}.text`, extensions: ['odt'], matches: openDocument('text') },
  { contentType: `${oasis}.spreadsheet`, extensions: ['ods'], matches: openDocument('spreadsheet') },
  { contentType: `${oasis}.presentation`, extensions: ['odp'], matches: openDocument('presentation') },
  { contentType: 'application/msword', extensions: ['doc'], matches: ole },
  { contentType: 'application/vnd.ms-excel', extensions: ['xls'], matches: ole },
  { contentType: 'application/vnd.ms-powerpoint', extensions: ['ppt'], matches: ole },
  { contentType: 'application/vnd.ms-outlook', extensions: ['msg'], matches: ole },
  { contentType: 'application/rtf', extensions: ['rtf'], matches: starts('{\\rtf') },
  { contentType: 'application/zip', extensions: ['zip'], matches: zip },
  {
    contentType: 'audio/mpeg',
    extensions: ['mp3'],
    matches: (ends) => starts('ID3')(ends) || isMpegAudio(ends),
  },
  {
    contentType: 'audio/wav',
    extensions: ['wav'],
    matches: (ends) => at(0, 'RIFF')(ends) && at(8, 'WAVE')(ends),
  },
  { contentType: 'audio/ogg', extensions: ['ogg', 'oga', 'opus'], matches: starts('OggS') },
  { contentType: 'audio/mp4', extensions: ['m4a'], matches: at(4, 'ftyp') },
  { contentType: 'video/mp4', extensions: ['mp4', 'm4v'], matches: at(4, 'ftyp') },
  { contentType: 'text/plain', extensions: ['txt', 'log'], matches: isText },
  { contentType: 'text/csv', extensions: ['csv'], matches: isText },
  { contentType: 'message/rfc822', extensions: ['eml'], matches: isText },
];

/** The ending of a file's name in lower case, without the dot; empty where it has none. */
export function extensionOf(name: string): string {
  return /[^.]\.([^.\s]{1,10})$/.exec(name.trim())?.[1]?.toLowerCase() ?? '';
}

/**
 * The media type of a file, whose content must agree with the ending of its name; else why it is not taken.
 * `file-type-refused`: an ending that is not taken; `file-type-differs`: content of another kind.
 */
export function fileType(
  name: string,
  ends: Ends,
): { contentType: string } | { refusal: 'file-type-refused' | 'file-type-differs' } {
  const extension = extensionOf(name);
  const type = knownTypes.find(({ extensions }) => extensions.includes(extension));
  if (!type) return { refusal: 'file-type-refused' };
  return type.matches(ends) ? { contentType: type.contentType } : { refusal: 'file-type-differs' };
}

/** Whether the ending of a name is one that is taken: asked before the bytes come. */
export function isKnownExtension(name: string): boolean {
  const extension = extensionOf(name);
  return knownTypes.some(({ extensions }) => extensions.includes(extension));
}

function isMpegAudio({ head }: Ends): boolean {
  return head[0] === 0xff && ((head[1] ?? 0) & 0xe0) === 0xe0 && ((head[1] ?? 0) & 0x06) !== 0;
}

/** Text of any encoding: programs and pictures have control characters. UTF-16 has them, too, and a mark in front. */
function isText(ends: Ends): boolean {
  if (starts([0xff, 0xfe], [0xfe, 0xff])(ends)) return true;
  const controls = (bytes: Buffer) =>
    bytes.some((byte) => byte < 9 || (byte > 13 && byte < 32 && byte !== 27));
  return !controls(ends.head) && !controls(ends.tail);
}
