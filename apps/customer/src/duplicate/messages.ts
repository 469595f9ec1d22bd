import type { Messages } from '@kontor/errors/messages';

/** What is said of duplicates and merges. */
export const duplicateMessages: Messages = {
  duplicate: {
    'zh-CN': '该客户已存在：{number}。请使用已有记录。',
    ru: 'Такой клиент уже есть: {number}. Работайте с имеющейся записью.',
    en: 'This customer exists already: {number}. Use the record that is there.',
  },
  'possible-duplicate': {
    'zh-CN':
      '{alike:like-existing}（{number}，共 {count} 个）。如确认并非重复，请说明原因（acceptDuplicates、duplicateReason）。',
    ru: '{alike:like-existing} ({number}, всего похожих: {count}). Если это не дубликат, объясните почему (acceptDuplicates, duplicateReason).',
    en: '{alike:like-existing} ({number}, {count} in all). If it is another one, say why (acceptDuplicates, duplicateReason).',
  },
  'like-existing-customer': {
    'zh-CN': '可能与已有客户重复',
    ru: 'Похоже, такой клиент уже есть',
    en: 'This customer may exist already',
  },
  'like-existing-contact': {
    'zh-CN': '可能与该客户已有的联系人重复',
    ru: 'Похоже, у клиента уже есть такое контактное лицо',
    en: 'The customer may have this contact already',
  },
  'duplicate-needs-reason': {
    'zh-CN': '请说明为何不是同一客户。',
    ru: 'Объясните, почему это не дубликат.',
    en: 'Say why this is no duplicate.',
  },
  'duplicate-look-limit': {
    'zh-CN': '24 小时内，系统已向您提示他人的客户 {limit} 次。请联系管理员，或稍后再试。',
    ru: 'За 24 часа система {limit} {limit|few:раза|other:раз} подсказала вам чужих клиентов. Обратитесь к администратору или повторите позже.',
    en: 'Within 24 hours you were told of other people’s customers {limit} {limit|one:time|other:times}. Ask an administrator, or try again later.',
  },
  'not-a-uscc': {
    'zh-CN': '统一社会信用代码有误：应为 18 位，且校验位正确。',
    ru: 'Неверный китайский единый код (USCC): нужны 18 знаков с верным контрольным.',
    en: 'Not a valid Chinese Unified Social Credit Code: it has 18 characters with the right check character.',
  },
  'not-an-inn': {
    'zh-CN': '俄罗斯纳税人识别号（ИНН）有误：应为 10 或 12 位数字，且校验位正确。',
    ru: 'Неверный ИНН: нужны 10 или 12 цифр с верными контрольными.',
    en: 'Not a valid Russian taxpayer number (INN): it has 10 or 12 digits with the right check digits.',
  },
  'duplicate-pair-not-found': {
    'zh-CN': '找不到这对疑似重复记录，或您无权查看。',
    ru: 'Такой пары похожих клиентов нет, или у вас нет доступа к обоим.',
    en: 'There is no such pair, or you may not see both customers.',
  },
  'duplicate-scan-not-found': {
    'zh-CN': '找不到该查重任务。',
    ru: 'Такой проверки на дубликаты нет.',
    en: 'There is no such scan for duplicates.',
  },
  'pair-settled': {
    'zh-CN': '这对疑似重复记录已处理。',
    ru: 'По этой паре похожих клиентов решение уже принято.',
    en: 'This pair was settled already.',
  },
  'not-of-this-pair': {
    'zh-CN': '请选择这对记录中的一个客户。',
    ru: 'Выберите одного из двух клиентов пары.',
    en: 'Choose one of the two customers of the pair.',
  },
  'customer-merged': {
    'zh-CN': '该客户已并入客户 {winnerId}，请修改后者。',
    ru: 'Этот клиент присоединён к клиенту {winnerId}. Изменения вносите там.',
    en: 'This customer was merged into {winnerId}. Change that one instead.',
  },
  'merge-not-found': {
    'zh-CN': '找不到该合并记录，或您无权查看。',
    ru: 'Такого объединения нет, или у вас нет к нему доступа.',
    en: 'There is no such merge, or you may not see it.',
  },
  'merge-with-itself': {
    'zh-CN': '客户不能与自己合并。',
    ru: 'Клиента нельзя объединить с самим собой.',
    en: 'A customer cannot be merged with itself.',
  },
  'merge-field': {
    'zh-CN': '可选字段如下，每个只能选一次：{fields}。',
    ru: 'Можно выбрать следующие поля, каждое один раз: {fields}.',
    en: 'These fields can be chosen, each once: {fields}.',
  },
  'merge-external-id': {
    'zh-CN': '被并入客户的外部编号 {externalId} 现由客户 {number} 使用，请先修改后者的外部编号，再撤销合并。',
    ru: 'Внешний номер {externalId} присоединённого клиента теперь у клиента {number}. Сначала измените номер там, затем отмените объединение.',
    en: 'Customer {number} has the external id {externalId} of the merged one by now. Change it there, then undo the merge.',
  },
  'merge-too-long': {
    'zh-CN': '“{field}”合并后超过上限 {max}，请先删减其中一方。',
    ru: 'После объединения в поле «{field}» будет больше допустимого ({max}). Сначала сократите одно из значений.',
    en: 'Together “{field}” has more than {max}. Shorten one of the two first.',
  },
  'merge-both': {
    'zh-CN': '字段“{field}”只能保留一个值，请选择其一。',
    ru: 'В поле «{field}» можно оставить только одно значение. Выберите его.',
    en: 'Only one value of “{field}” can stay. Choose it.',
  },
  'merge-no-owner': {
    'zh-CN': '被并入的客户没有负责人，无法沿用。',
    ru: 'У присоединяемого клиента нет ответственного, взять его оттуда нельзя.',
    en: 'The customer that is merged has no owner to take over.',
  },
  'merge-contact-twice': {
    'zh-CN': '同一联系人不能合并两次，也不能既保留又并入。',
    ru: 'Контактное лицо нельзя присоединить дважды или одновременно оставить и присоединить.',
    en: 'A contact cannot be joined twice, nor both stay and be joined.',
  },
  'merge-undone': {
    'zh-CN': '该合并已撤销。',
    ru: 'Это объединение уже отменено.',
    en: 'This merge was undone already.',
  },
  'merge-undo-over': {
    'zh-CN': '合并只能在 30 天内撤销。',
    ru: 'Отменить объединение можно только в течение 30 дней.',
    en: 'A merge can be undone within 30 days only.',
  },
};
