import type { Messages } from '@kontor/errors/messages';

/** What talks, files, the tray, telephony and visit plans say to callers. */
export const talkMessages: Messages = {
  'outcome-template-unknown': {
    'zh-CN': '没有这个预设结果。',
    ru: 'Такого готового результата нет.',
    en: 'There is no such ready outcome.',
  },
  'outcome-template-retired': {
    'zh-CN': '该预设结果已停用。',
    ru: 'Этот готовый результат больше не используется.',
    en: 'This ready outcome is no longer offered.',
  },
  'outcome-template-manner': {
    'zh-CN': '该预设结果不适用于此沟通方式。',
    ru: 'Этот готовый результат не подходит к такому виду контакта.',
    en: 'This ready outcome is for another manner of talk.',
  },
  'outcome-template-not-found': {
    'zh-CN': '没有这个预设结果。',
    ru: 'Такого готового результата нет.',
    en: 'There is no such ready outcome.',
  },
  'triage-item-not-found': {
    'zh-CN': '收件盘中没有这一条。',
    ru: 'В лотке разбора нет такой записи.',
    en: 'The tray has no such item.',
  },
  'source-reserved': {
    'zh-CN': '该来源名称由 Kontor 自身使用，请换一个。',
    ru: 'Это имя источника занято самим Kontor: выберите другое.',
    en: 'Kontor uses this name of a source itself: choose another one.',
  },
  'triage-settled': {
    'zh-CN': '这一条已有人处理。',
    ru: 'По этой записи решение уже принято.',
    en: 'Somebody has decided about this item already.',
  },
  'extension-not-found': {
    'zh-CN': '没有这个分机。',
    ru: 'Такого внутреннего номера нет.',
    en: 'There is no such extension.',
  },
  'extension-taken': {
    'zh-CN': '该分机已分配给他人。',
    ru: 'Этот внутренний номер уже назначен.',
    en: 'This extension is assigned already.',
  },
  'person-unknown': {
    'zh-CN': '没有这位员工，或其已离职。',
    ru: 'Такого сотрудника нет, или он больше не работает.',
    en: 'There is no such person, or the person has left.',
  },
  'rung-call-not-found': {
    'zh-CN': '您的电话上没有这次通话。',
    ru: 'На вашем телефоне такого звонка не было.',
    en: 'There was no such call at your phone.',
  },
  'phone-call-logged': {
    'zh-CN': '这次通话已记录在客户名下。',
    ru: 'Этот звонок уже записан у клиента.',
    en: 'This call is logged at a customer already.',
  },
  'telephony-signature': {
    'zh-CN': '事件签名不正确，或已过期。',
    ru: 'Подпись события неверна или устарела.',
    en: 'The signature of the event is not valid, or too old.',
  },
  'telephony-event-invalid': {
    'zh-CN': '事件内容无法识别：{detail}',
    ru: 'Содержимое события не распознано: {detail}',
    en: 'The event cannot be read: {detail}',
  },
  'file-not-found': {
    'zh-CN': '该客户没有这个文件。',
    ru: 'У этого клиента нет такого файла.',
    en: 'The customer has no such file.',
  },
  'file-not-uploading': {
    'zh-CN': '该文件的上传已结束。',
    ru: 'Загрузка этого файла уже закончена.',
    en: 'The upload of this file is over.',
  },
  'file-too-large': {
    'zh-CN': '文件过大，最多 {max} 字节。',
    ru: 'Файл слишком большой. Наибольший размер в байтах: {max}.',
    en: 'The file is too large; the greatest size in bytes is {max}.',
  },
  'file-empty': {
    'zh-CN': '文件是空的。',
    ru: 'Файл пуст.',
    en: 'The file is empty.',
  },
  'file-incomplete': {
    'zh-CN': '文件没有完整到达，请重新上传。',
    ru: 'Файл получен не полностью. Загрузите его снова.',
    en: 'The file did not arrive whole. Please upload it again.',
  },
  'file-chunk-size': {
    'zh-CN': '文件分块大小不正确。',
    ru: 'Неверный размер части файла.',
    en: 'The piece of the file has a wrong size.',
  },
  'file-type-refused': {
    'zh-CN': '不接受这种类型的文件：{type}',
    ru: 'Файлы такого типа не принимаются: {type}',
    en: 'Files of this type are not taken: {type}',
  },
  'file-type-differs': {
    'zh-CN': '文件内容与扩展名“{extension}”不符。',
    ru: 'Содержимое файла не соответствует расширению «{extension}».',
    en: 'The content of the file does not agree with its ending, {extension}.',
  },
  'file-delete-author': {
    'zh-CN': '24 小时内仅上传者可删除，之后由主管删除。',
    ru: 'В первые сутки файл удаляет тот, кто его приложил, позже руководитель.',
    en: 'Within 24 hours its author may remove a file, later a manager.',
  },
  'visit-plan-not-found': {
    'zh-CN': '没有这个拜访计划。',
    ru: 'Такого плана визитов нет.',
    en: 'There is no such visit plan.',
  },
  'visit-plan-class': {
    'zh-CN': '请用客户分类或筛选条件说明适用的客户。',
    ru: 'Укажите класс клиентов: сегмент или фильтр.',
    en: 'Say which customers: by segment or by filter.',
  },
};
