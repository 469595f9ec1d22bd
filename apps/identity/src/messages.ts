import type { Messages } from '@kontor/errors/messages';

/** The sentences of identity's own reasons. */
export const messages: Messages = {
  'email-taken': {
    'zh-CN': '该邮箱已被其他人员使用。',
    ru: 'Этот адрес электронной почты уже занят.',
    en: 'Somebody already uses this e-mail address.',
  },
  'unknown-unit': {
    'zh-CN': '没有这个部门。',
    ru: 'Такого подразделения нет.',
    en: 'There is no such unit.',
  },
  'unknown-manager': {
    'zh-CN': '没有这位上级。',
    ru: 'Такого руководителя нет.',
    en: 'There is no such manager.',
  },
  'manager-cycle': {
    'zh-CN': '该人员不能成为自己的上级：所选上级就是本人，或是其下属。',
    ru: 'Нельзя подчинить человека самому себе: выбранный руководитель — он сам или его подчинённый.',
    en: 'Nobody can report to themselves: the chosen manager is the person or reports to the person.',
  },
  'last-administrator': {
    'zh-CN': '这是最后一位管理员，请先指定另一位管理员。',
    ru: 'Это последний администратор. Сначала назначьте другого.',
    en: 'This is the last administrator. Appoint another one first.',
  },
  'password-common': {
    'zh-CN': '该密码过于常见或过于简单，请换一个。',
    ru: 'Этот пароль слишком распространён или прост. Выберите другой.',
    en: 'This password is too common or too simple. Please choose another one.',
  },
  'password-personal': {
    'zh-CN': '密码不能与邮箱或姓名相同。',
    ru: 'Пароль не должен совпадать с адресом электронной почты или именем.',
    en: 'The password must not be the e-mail address or the name.',
  },
  'unknown-parent': {
    'zh-CN': '没有这个上级部门。',
    ru: 'Такого вышестоящего подразделения нет.',
    en: 'There is no such parent unit.',
  },
  'unit-cycle': {
    'zh-CN': '部门不能隶属于自己或其下级部门。',
    ru: 'Подразделение не может входить в само себя или в своё подчинённое подразделение.',
    en: 'A unit cannot lie within itself or within a unit below it.',
  },
  'unit-name-taken': {
    'zh-CN': '同一上级下已有同名部门。',
    ru: 'В этом подразделении уже есть другое с таким названием.',
    en: 'Another unit below the same parent has this name.',
  },
  'sign-in-failed': {
    'zh-CN': '邮箱或密码不正确。',
    ru: 'Неверный адрес электронной почты или пароль.',
    en: 'The e-mail address or the password is not right.',
  },
  'too-many-sign-ins': {
    'zh-CN': '登录失败次数过多，请在 {seconds} 秒后重试。',
    ru: 'Слишком много неудачных попыток входа. Повторите через {seconds} с.',
    en: 'Too many failed sign-ins. Please try again in {seconds} seconds.',
  },
};
