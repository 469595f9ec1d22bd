import type { Language } from '@kontor/errors/languages';
import { plainLine } from '../../notice/rules/plain-line.js';
import type { Rendered } from '../../notice/rules/render.js';

/** Letters of a subject at most, as of every notice. */
const subjectLength = 200;

const words: Record<Language, (name: string) => { subject: string; line: string }> = {
  en: (name) => ({ subject: `For ${name}`, line: `You stand in for ${name}, to whom this is addressed.` }),
  ru: (name) => ({
    subject: `Вместо: ${name}`,
    line: `Это адресовано сотруднику, которого вы замещаете: ${name}.`,
  }),
  'zh-CN': (name) => ({ subject: `代${name}`, line: `此通知的收件人是${name}，您是其代理人。` }),
};

/** What was written for a substitute, with a word on whose it is. `name` is that of the absent person. */
export function forAbsent({ subject, text, html }: Rendered, name: string, language: Language): Rendered {
  const said = words[language](plainLine(name, 200));
  return {
    subject: plainLine(`[${said.subject}] ${subject}`, subjectLength),
    text: `${said.line}\n\n${text}`,
    html: html.replace('<body>', () => `<body>\n<p><em>${escaped(said.line)}</em></p>`),
  };
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
