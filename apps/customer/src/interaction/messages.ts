import type { Messages } from '@kontor/errors/messages';

/** What talks, files, the tray, telephony and visit plans say to callers. */
export const talkMessages: Messages = {
  'outcome-template-unknown': {
    'zh-CN': '没有这个预设结果。',
    ru: 'Такого готового результата нет.',
    en: 'There is no such ready outcome.',
  },
  'outcome-template-retired': {
    'zh-CN': '该预设结果已停用，请另选。',
    ru: 'Этот готовый результат больше не используется. Выберите другой.',
    en: 'This ready outcome is no longer offered. Choose another one.',
  },
  'outcome-template-manner': {
    'zh-CN': '该预设结果不适用于此沟通方式，请另选。',
    ru: 'Этот готовый результат не подходит к такому способу контакта. Выберите другой.',
    en: 'This ready outcome is for another manner of talk. Choose another one.',
  },
  'outcome-template-not-found': {
    'zh-CN': '没有这个预设结果。',
    ru: 'Такого готового результата нет.',
    en: 'There is no such ready outcome.',
  },
  'triage-item-not-found': {
    'zh-CN': '待归类列表中没有这一条，或您无权查看。',
    ru: 'В очереди на разбор такой записи нет, или у вас нет к ней доступа.',
    en: 'The tray has no such item, or you may not see it.',
  },
  'source-reserved': {
    'zh-CN': '该来源名称由 Kontor 保留使用，请换一个。',
    ru: 'Это название источника использует сам Kontor: выберите другое.',
    en: 'Kontor keeps this name of a source for itself: choose another one.',
  },
  'triage-settled': {
    'zh-CN': '这一条已处理。',
    ru: 'Эта запись уже разобрана.',
    en: 'This item was settled already.',
  },
  'extension-not-found': {
    'zh-CN': '没有这个分机号。',
    ru: 'Такого внутреннего номера нет.',
    en: 'There is no such extension.',
  },
  'extension-taken': {
    'zh-CN': '该分机号已分配给他人。',
    ru: 'Этот внутренний номер уже назначен другому сотруднику.',
    en: 'This extension is assigned to somebody else already.',
  },
  'person-unknown': {
    'zh-CN': '没有这位员工，或其已离职。',
    ru: 'Такого сотрудника нет, или он больше не работает.',
    en: 'There is no such person, or the person has left.',
  },
  'rung-call-not-found': {
    'zh-CN': '您的分机上没有这次来电。',
    ru: 'На ваш телефон такого звонка не поступало.',
    en: 'Your phone had no such call.',
  },
  'phone-call-logged': {
    'zh-CN': '这次通话已登记在客户名下。',
    ru: 'Этот звонок уже внесён в историю клиента.',
    en: 'This call is logged with a customer already.',
  },
  'telephony-signature': {
    'zh-CN': '事件签名不正确或已过期。',
    ru: 'Подпись события неверна или устарела.',
    en: 'The signature of the event is wrong or too old.',
  },
  'telephony-event-invalid': {
    'zh-CN': '事件内容无法识别：{detail}',
    ru: 'Содержимое события не распознано: {detail}',
    en: 'The event cannot be understood: {detail}',
  },
  'file-not-found': {
    'zh-CN': '该客户没有这个文件。',
    ru: 'У этого клиента нет такого файла.',
    en: 'The customer has no such file.',
  },
  'file-not-uploading': {
    'zh-CN': '该文件的上传已结束。',
    ru: 'Загрузка этого файла уже завершена.',
    en: 'The upload of this file is over.',
  },
  'file-too-large': {
    'zh-CN': '文件过大，最大 {max:bytes}。',
    ru: 'Файл слишком большой. Допустимый размер — не больше {max:bytes}.',
    en: 'The file is too large; it may have {max:bytes} at most.',
  },
  'file-empty': {
    'zh-CN': '文件是空的，请选择其他文件。',
    ru: 'Файл пуст. Выберите другой.',
    en: 'The file is empty. Choose another one.',
  },
  'file-incomplete': {
    'zh-CN': '文件上传不完整，请重新上传。',
    ru: 'Файл получен не полностью. Загрузите его снова.',
    en: 'The file did not arrive whole. Please upload it again.',
  },
  'file-chunk-size': {
    'zh-CN': '文件分块大小不正确，请重新上传。',
    ru: 'Неверный размер части файла. Загрузите файл снова.',
    en: 'A piece of the file has a wrong size. Please upload the file again.',
  },
  'file-type-refused': {
    'zh-CN': '不接受这种类型的文件：{type}。',
    ru: 'Файлы такого типа не принимаются: {type}.',
    en: 'Files of this type are not accepted: {type}.',
  },
  'file-type-differs': {
    'zh-CN': '文件内容与扩展名“{extension}”不符。',
    ru: 'Содержимое файла не соответствует расширению «{extension}».',
    en: 'The content of the file does not match its extension “{extension}”.',
  },
  'file-delete-author': {
    'zh-CN': '上传后 24 小时内仅上传者可以删除，之后由主管删除。',
    ru: 'В первые сутки удалить файл может только тот, кто его загрузил, позже — руководитель.',
    en: 'For 24 hours only who uploaded a file may remove it, later a manager.',
  },
  'visit-plan-not-found': {
    'zh-CN': '没有这个拜访计划。',
    ru: 'Такого плана визитов нет.',
    en: 'There is no such visit plan.',
  },
  'visit-plan-class': {
    'zh-CN': '请用客户分类或筛选条件指定适用的客户。',
    ru: 'Укажите, для каких клиентов план: сегмент или условие отбора.',
    en: 'Say for which customers the plan is: by segment or by filter.',
  },
};
