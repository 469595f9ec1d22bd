import PostalMime from 'postal-mime';
import { leanMime } from './lean-mime.js';

const lines = (count: number) => Array.from({ length: count }, (_, line) => `строка ${line}`).join('\r\n');
const part = (text: string) => `--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${text}\r\n`;

test.each([
  ['one part', `Subject: x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${lines(30_000)}\r\n`],
  [
    'several parts',
    `Content-Type: multipart/mixed; boundary=b\r\n\r\n${part(lines(9_000))}${part(lines(5))}${part(lines(9_001))}--b--`,
  ],
])('a long message of %s is read as ever, out of a few pieces', async (_what, raw) => {
  const parser = leanMime({});
  const most: number[] = [];
  const inside = parser as unknown as {
    processLine(line: Uint8Array, isFinal: boolean): Promise<void>;
    currentNode: { contentDecoder?: { chunks?: unknown[] } };
  };
  const processLine = inside.processLine.bind(parser);
  inside.processLine = async (line, isFinal) => {
    await processLine(line, isFinal);
    most.push(inside.currentNode.contentDecoder?.chunks?.length ?? 0);
  };
  expect((await parser.parse(raw)).text).toBe((await PostalMime.parse(raw)).text);
  expect(most.length).toBeGreaterThan(18_000);
  expect(most.reduce((one, other) => Math.max(one, other))).toBeLessThan(4_100);
});
