import type { Messages } from '@kontor/errors/messages';

/** The sentences of segments. */
export const segmentMessages: Messages = {
  'segment-not-found': {
    'zh-CN': '找不到该客户分组，或您无权查看。',
    ru: 'Сегмент не найден, или у вас нет к нему доступа.',
    en: 'There is no such segment, or you may not see it.',
  },
  'segment-snapshot-not-found': {
    'zh-CN': '找不到该冻结名单，或您无权查看。',
    ru: 'Зафиксированный список не найден, или у вас нет к нему доступа.',
    en: 'There is no such frozen segment, or you may not see it.',
  },
  'segment-rule-needed': {
    'zh-CN': '动态分组需要规则。',
    ru: 'Динамическому сегменту нужно правило.',
    en: 'A dynamic segment needs a rule.',
  },
  'segment-static-rule': {
    'zh-CN': '静态分组没有规则。',
    ru: 'У статического сегмента нет правила.',
    en: 'A static segment has no rule.',
  },
  'segment-kind-set': {
    'zh-CN': '分组类型创建后不能更改。',
    ru: 'Вид сегмента после создания не меняется.',
    en: 'The kind of a segment is set once.',
  },
  'segment-by-rule': {
    'zh-CN': '动态分组的成员由规则决定，不能手动增减。',
    ru: 'Состав динамического сегмента определяет правило, вручную его не меняют.',
    en: 'The rule decides who is in a dynamic segment; nobody is added or removed by hand.',
  },
  'segment-by-hidden-field': {
    'zh-CN': '该分组的规则使用了您无权查看的字段。',
    ru: 'Правило этого сегмента использует поля, которые вам не видны.',
    en: 'The rule of this segment asks by fields that you may not see.',
  },
  'segment-evaluating': {
    'zh-CN': '正在按规则更新分组成员，请稍后再冻结。',
    ru: 'Состав сегмента сейчас обновляется по правилу; зафиксируйте его чуть позже.',
    en: 'The segment is being worked out by its rule; freeze it in a moment.',
  },
  'segment-freezing': {
    'zh-CN': '名单尚未冻结完成，请稍后再查看。',
    ru: 'Список ещё фиксируется: загляните чуть позже.',
    en: 'The segment is still being frozen: look again in a moment.',
  },
  'segment-failed': {
    'zh-CN': '分组“{name}”的规则已失效，其成员不再可靠；请先修改规则。',
    ru: 'Правило сегмента «{name}» больше не действует, состав неверен. Сначала измените правило.',
    en: 'The rule of the segment {name} no longer works and its members may be wrong: change the rule first.',
  },
  'segment-ids-or-filter': {
    'zh-CN': '请提供客户编号或筛选条件之一。',
    ru: 'Укажите либо клиентов, либо фильтр.',
    en: 'Give either customers or a filter.',
  },
};
