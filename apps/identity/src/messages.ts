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
    'zh-CN': '该邮箱已被其他人使用，请换一个。',
    ru: 'Этот адрес электронной почты уже занят. Укажите другой.',
    en: 'Somebody already uses this e-mail address. Give another one.',
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
    'zh-CN': '不能把本人或其下属设为上级。',
    ru: 'Сотрудник не может подчиняться сам себе или своим подчинённым. Выберите другого руководителя.',
    en: 'Nobody can report to themselves or to people below them. Choose another manager.',
  },
  'last-administrator': {
    'zh-CN': '这是最后一位管理员，请先指定另一位管理员。',
    ru: 'Это последний администратор. Сначала назначьте другого.',
    en: 'This is the last administrator. Appoint another one first.',
  },
  'password-common': {
    'zh-CN': '该密码过于常见或过于简单，请换一个。',
    ru: 'Этот пароль слишком простой или часто встречается. Придумайте другой.',
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
    'zh-CN': '该验证码无效、已使用或已过期，请重新获取。',
    ru: 'Этот код недействителен, уже использован или истёк. Запросите новый.',
    en: 'This code is not valid, was used already or is too old. Ask for a new one.',
  },
  'scope-unknown': {
    'zh-CN': '没有权限“{scope}”。',
    ru: 'Права «{scope}» нет.',
    en: 'There is no permission “{scope}”.',
  },
  'scope-not-held': {
    'zh-CN': '您没有权限“{scope}”，不能授予密钥。',
    ru: 'У вас самих нет права «{scope}», поэтому дать его ключу нельзя.',
    en: 'You do not have “{scope}” yourself and cannot give it to a key.',
  },
  'scope-not-for-keys': {
    'zh-CN': '权限“{scope}”只能由人员使用，不能授予密钥。',
    ru: 'Право «{scope}» бывает только у людей, дать его ключу нельзя.',
    en: '“{scope}” is for people only and cannot be given to a key.',
  },
  'time-in-past': {
    'zh-CN': '该时间已过，请填写以后的时间。',
    ru: 'Это время уже прошло. Укажите более позднее.',
    en: 'This time has passed. Give a later one.',
  },
  'too-many-api-keys': {
    'zh-CN': '密钥数量已达上限（{max} 个），请先删除一个。',
    ru: 'Достигнут предел числа ключей ({max}). Сначала удалите ненужный.',
    en: 'The limit of {max} keys is reached. Remove one first.',
  },
  'api-key-refused': {
    'zh-CN': '此 API 密钥无效，请检查或新建一个。',
    ru: 'Этот ключ API недействителен. Проверьте его или создайте новый.',
    en: 'This API key is not valid. Check it or make a new one.',
  },
  'code-required': {
    'zh-CN': '请输入身份验证器应用显示的一次性验证码。',
    ru: 'Введите одноразовый код из приложения-аутентификатора.',
    en: 'Enter the one-time code from your authenticator app.',
  },
  'code-wrong': {
    'zh-CN': '验证码不正确或已使用，请输入新的验证码。',
    ru: 'Код неверен или уже использован. Введите новый.',
    en: 'The code is not right or was used already. Enter a new one.',
  },
  'totp-enrolled': {
    'zh-CN': '一次性验证码已启用，如需重设请先停用。',
    ru: 'Одноразовые коды уже включены. Чтобы настроить их заново, сначала отключите.',
    en: 'One-time codes are switched on already. To set them up anew, switch them off first.',
  },
  'totp-not-begun': {
    'zh-CN': '没有待确认的一次性验证码设置，请先申请密钥。',
    ru: 'Подтверждать нечего. Сначала запросите секретный ключ.',
    en: 'There is nothing to confirm. Ask for a secret first.',
  },
  'oidc-not-configured': {
    'zh-CN': '未配置单点登录，请使用密码登录。',
    ru: 'Единый вход не настроен. Войдите с паролем.',
    en: 'Single sign-on is not set up. Sign in with your password.',
  },
  'unknown-parent': {
    'zh-CN': '没有这个上级部门。',
    ru: 'Такого вышестоящего подразделения нет.',
    en: 'There is no such parent unit.',
  },
  'unit-cycle': {
    'zh-CN': '部门不能隶属于自己或其下级部门。',
    ru: 'Подразделение не может входить в само себя или в подчинённое ему подразделение.',
    en: 'A unit cannot lie within itself or within a unit below it.',
  },
  'unit-name-taken': {
    'zh-CN': '同一上级部门下已有同名部门。',
    ru: 'В вышестоящем подразделении уже есть подразделение с таким названием.',
    en: 'Another unit below the same parent has this name.',
  },
  'sign-in-failed': {
    'zh-CN': '邮箱或密码不正确。',
    ru: 'Неверный адрес электронной почты или пароль.',
    en: 'The e-mail address or the password is not right.',
  },
  'too-many-sign-ins': {
    'zh-CN': '登录失败次数过多，请在 {seconds:seconds}后重试。',
    ru: 'Слишком много неудачных попыток входа. Повторите через {seconds:seconds}.',
    en: 'Too many failed sign-ins. Please try again in {seconds:seconds}.',
  },
};
