import type { Messages } from '@kontor/errors/messages';
import { absenceMessages } from './absence-messages.js';
import { customFieldMessages } from './custom-field/messages.js';
import { handoverMessages } from './handover/messages.js';
import { organisationMessages } from './organisation-messages.js';
import { roleMessages } from './role-messages.js';

/** The sentences of identity's own reasons. */
export const messages: Messages = {
  ...organisationMessages,
  ...handoverMessages,
  ...absenceMessages,
  ...roleMessages,
  ...customFieldMessages,
  'audit-empty': {
    'zh-CN': '审计日志中还没有条目。',
    ru: 'В журнале аудита пока нет записей.',
    en: 'There is nothing in the audit yet.',
  },
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
  'password-wrong': {
    'zh-CN': '密码不正确。',
    ru: 'Неверный пароль.',
    en: 'The password is not right.',
  },
  'password-token-over': {
    'zh-CN': '该令牌无效、已使用或已过期，请重新申请。',
    ru: 'Этот код недействителен, уже использован или просрочен. Запросите новый.',
    en: 'This token is not valid, was used already or is too old. Ask for a new one.',
  },
  'scope-unknown': {
    'zh-CN': '没有名为“{scope}”的权限。',
    ru: 'Права «{scope}» нет.',
    en: 'There is no permission {scope}.',
  },
  'scope-not-held': {
    'zh-CN': '您没有“{scope}”权限，不能授予密钥。',
    ru: 'У вас нет права «{scope}», его нельзя дать ключу.',
    en: 'You do not have {scope} yourself and cannot give it to a key.',
  },
  'scope-not-for-keys': {
    'zh-CN': '“{scope}”只能由本人使用，不能授予密钥。',
    ru: 'Право «{scope}» есть только у людей, его нельзя дать ключу.',
    en: '{scope} is for people only and cannot be given to a key.',
  },
  'time-in-past': {
    'zh-CN': '该时间已过。',
    ru: 'Это время уже прошло.',
    en: 'This time has passed.',
  },
  'too-many-api-keys': {
    'zh-CN': '密钥数量已达上限（{max}），请先删除一个。',
    ru: 'Ключей уже {max}. Сначала удалите один.',
    en: 'There are {max} keys already. Remove one first.',
  },
  'api-key-refused': {
    'zh-CN': '此 API 密钥无效。',
    ru: 'Этот ключ API недействителен.',
    en: 'This API key is not valid.',
  },
  'code-required': {
    'zh-CN': '请输入验证器应用中的一次性验证码。',
    ru: 'Введите одноразовый код из приложения.',
    en: 'Enter the one-time code from your authenticator app.',
  },
  'code-wrong': {
    'zh-CN': '验证码不正确或已使用，请输入新的验证码。',
    ru: 'Код неверный или уже использован. Введите новый.',
    en: 'The code is not right or was used already. Enter a new one.',
  },
  'totp-enrolled': {
    'zh-CN': '一次性验证码已启用，请先停用。',
    ru: 'Одноразовые коды уже включены. Сначала отключите их.',
    en: 'One-time codes are switched on already. Switch them off first.',
  },
  'totp-not-begun': {
    'zh-CN': '没有待确认的密钥，请先申请。',
    ru: 'Подтверждать нечего. Сначала запросите секрет.',
    en: 'There is nothing to confirm. Ask for a secret first.',
  },
  'oidc-not-configured': {
    'zh-CN': '未配置单点登录。',
    ru: 'Вход через внешнюю службу не настроен.',
    en: 'Sign-in by a provider is not set up.',
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
