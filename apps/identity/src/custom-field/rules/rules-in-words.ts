import type { Language } from '@kontor/errors/languages';

/** Kinds of rules that ask by fields, as people call them. */
const kinds: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  segment: { en: 'segment', ru: 'сегмент', 'zh-CN': '客户分组' },
  metric: { en: 'metric', ru: 'показатель', 'zh-CN': '指标' },
  'visit-plan': { en: 'visit plan', ru: 'план визитов', 'zh-CN': '拜访计划' },
  'assignment-rule': { en: 'rule of assignment', ru: 'правило распределения', 'zh-CN': '分配规则' },
  rotation: { en: 'rotation', ru: 'ротация', 'zh-CN': '轮换计划' },
};

const quoted: Readonly<Record<Language, (name: string) => string>> = {
  en: (name) => ` “${name}”`,
  ru: (name) => ` «${name}»`,
  'zh-CN': (name) => `“${name}”`,
};

/** A rule as it is stored: its kind and its name. */
export function namedRule(kind: string, name: string): string {
  return `${kind} “${name}”`;
}

/** Rules that were named by `namedRule`, as a reader of a language calls them; whatever else stands there stays. */
export function rulesInWords(rules: readonly string[], language: Language): string[] {
  return rules.map((rule) => {
    const [, kind = '', name = ''] = /^([a-z-]+) “(.*)”$/s.exec(rule) ?? [];
    const word = Object.hasOwn(kinds, kind) ? kinds[kind]?.[language] : undefined;
    return word === undefined ? rule : word + quoted[language](name);
  });
}
