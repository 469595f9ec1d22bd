import type { Messages } from '@kontor/errors/messages';

/** The sentences of reasons about units, people's way through the company, calendars and imports. */
export const organisationMessages: Messages = {
  'unknown-head': {
    'zh-CN': '没有这位负责人。',
    ru: 'Такого руководителя подразделения нет.',
    en: 'There is no such head.',
  },
  'unknown-calendar': {
    'zh-CN': '没有这个工作日历。',
    ru: 'Такого рабочего календаря нет.',
    en: 'There is no such working calendar.',
  },
  'unit-not-empty': {
    'zh-CN': '该部门仍有人员或下级部门，不能删除。',
    ru: 'В подразделении ещё есть люди или другие подразделения, удалить его нельзя.',
    en: 'People work in this unit or units lie below it: it cannot be removed.',
  },
  'person-left': {
    'zh-CN': '该人员已离职。',
    ru: 'Этот человек больше здесь не работает.',
    en: 'This person has left.',
  },
  'not-yourself': {
    'zh-CN': '您不能对自己执行此操作，请由其他管理员办理。',
    ru: 'Сделать это с самим собой нельзя: попросите другого администратора.',
    en: 'You cannot do this to yourself: ask another administrator.',
  },
  'cannot-leave': {
    'zh-CN': '只有在职人员才能登记为即将离职。',
    ru: 'Отметить уход можно только у того, кто работает.',
    en: 'Only somebody who works here can be noted as leaving.',
  },
  'already-left': {
    'zh-CN': '该人员已经离职。',
    ru: 'Этот человек уже ушёл.',
    en: 'This person has left already.',
  },
  'not-leaving': {
    'zh-CN': '该人员既未离职，也未登记离职。',
    ru: 'Этот человек не уходит и не уходил.',
    en: 'This person neither leaves nor left.',
  },
  'past-day': {
    'zh-CN': '该日期已过。',
    ru: 'Этот день уже прошёл.',
    en: 'This day is over.',
  },
  'assignments-hidden': {
    'zh-CN': '任职经历仅本人、其上级和管理员可见。',
    ru: 'Историю работы видят сам человек, его руководители и администраторы.',
    en: 'Where somebody worked is shown to the person, everyone above and administrators.',
  },
  'calendar-name-taken': {
    'zh-CN': '已有同名工作日历。',
    ru: 'Рабочий календарь с таким названием уже есть.',
    en: 'Another working calendar has this name.',
  },
  'no-working-day': {
    'zh-CN': '工作日历至少要有一个工作日。',
    ru: 'В рабочем календаре должен быть хотя бы один рабочий день недели.',
    en: 'A working calendar has at least one working weekday.',
  },
  'day-twice': {
    'zh-CN': '同一天出现了两次。',
    ru: 'Этот день указан дважды.',
    en: 'This day is given twice.',
  },
  'wrong-hours': {
    'zh-CN': '工作时间应按先后顺序填写，形如 09:00-12:00，且不得重叠。',
    ru: 'Часы указываются по порядку в виде 09:00-12:00 и не пересекаются.',
    en: 'Hours follow each other in the form 09:00-12:00 and do not overlap.',
  },
  'hours-on-free-day': {
    'zh-CN': '休息日没有工作时间。',
    ru: 'У нерабочего дня нет рабочих часов.',
    en: 'A free day has no hours.',
  },
  'email-twice': {
    'zh-CN': '前面已有一行使用了该邮箱。',
    ru: 'Этот адрес уже есть в строке выше.',
    en: 'A row above has this e-mail address.',
  },
  'manager-refused': {
    'zh-CN': '上级所在的行未被接受。',
    ru: 'Строка руководителя не принята.',
    en: 'The row of the manager was refused.',
  },
};
