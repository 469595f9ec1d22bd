import type { Messages } from '@kontor/errors/messages';

/** The sentences of segments. */
export const segmentMessages: Messages = {
  'segment-not-found': {
    'zh-CN': '找不到该客户分组，或您无权查看。',
    ru: 'Сегмент не найден, или у вас нет к нему доступа.',
    en: 'There is no such segment, or you may not see it.',
  },
  'segment-snapshot-not-found': {
    'zh-CN': '找不到该名单快照，或您无权查看。',
    ru: 'Зафиксированный список не найден, или у вас нет к нему доступа.',
    en: 'There is no such snapshot of the segment, or you may not see it.',
  },
  'segment-rule-needed': {
    'zh-CN': '请为动态分组填写规则。',
    ru: 'Задайте правило динамического сегмента.',
    en: 'Give the dynamic segment a rule.',
  },
  'segment-static-rule': {
    'zh-CN': '静态分组不能填写规则。',
    ru: 'У статического сегмента не бывает правила.',
    en: 'A static segment takes no rule.',
  },
  'segment-kind-set': {
    'zh-CN': '分组类型创建后不能更改。',
    ru: 'Изменить вид сегмента после создания нельзя.',
    en: 'The kind of a segment cannot be changed once it is made.',
  },
  'segment-by-rule': {
    'zh-CN': '动态分组的成员由规则决定，不能手动增减。',
    ru: 'Состав динамического сегмента определяет правило, вручную его не меняют.',
    en: 'The rule decides who is in a dynamic segment; nobody is added or removed by hand.',
  },
  'segment-by-hidden-field': {
    'zh-CN': '该分组的规则使用了您无权查看的字段。',
    ru: 'В правиле этого сегмента есть поля, которые вам не показываются.',
    en: 'The rule of this segment uses fields that you may not see.',
  },
  'segment-evaluating': {
    'zh-CN': '正在按规则更新分组成员，请稍后再生成快照。',
    ru: 'Состав сегмента сейчас обновляется по правилу. Зафиксируйте его чуть позже.',
    en: 'The members are being worked out by the rule. Take the snapshot in a moment.',
  },
  'segment-freezing': {
    'zh-CN': '名单快照尚未生成，请稍后再查看。',
    ru: 'Список ещё фиксируется. Повторите чуть позже.',
    en: 'The snapshot is still being taken. Try again in a moment.',
  },
  'segment-failed': {
    'zh-CN': '分组“{name}”的规则已失效，其成员可能不准确，请先修改规则。',
    ru: 'Правило сегмента «{name}» больше не работает, состав может быть неверным. Сначала измените правило.',
    en: 'The rule of the segment “{name}” no longer works and its members may be wrong. Change the rule first.',
  },
  'segment-ids-or-filter': {
    'zh-CN': '请只提供客户或筛选条件中的一种。',
    ru: 'Укажите либо клиентов, либо условие отбора.',
    en: 'Give either customers or a filter, not both.',
  },
};
