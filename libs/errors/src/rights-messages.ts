import type { Messages } from './messages.js';

/** Why a call made in somebody's place, through a role, or without news of rights is refused. */
export const rightsMessages: Messages = {
  'rights-stale': {
    'zh-CN': '暂时无法确认您的权限，目前只能查看，请稍后再试。',
    ru: 'Сейчас не удаётся проверить ваши права, поэтому изменения не принимаются. Повторите попытку чуть позже.',
    en: 'Your rights cannot be confirmed at the moment, so nothing can be changed. Please try again shortly.',
  },
  'not-a-substitute': {
    'zh-CN': '您目前不是此人的代理人，或代理范围不包括此类记录。',
    ru: 'Сейчас вы не замещаете этого человека или замещение не относится к таким записям.',
    en: 'You do not stand in for this person now, or not for records of this kind.',
  },
  'preview-reads-only': {
    'zh-CN': '以角色身份预览时只能查看。',
    ru: 'При просмотре глазами роли ничего изменить нельзя.',
    en: 'While you preview as a role you can only read.',
  },
  'role-not-found': {
    'zh-CN': '没有这个角色。',
    ru: 'Такой роли нет.',
    en: 'There is no such role.',
  },
  'not-a-role': {
    'zh-CN': '不是有效的角色标识：请使用小写字母、数字和连字符。',
    ru: 'Неверный идентификатор роли: допустимы строчные латинские буквы, цифры и дефисы.',
    en: 'Not a valid id of a role: use lower-case letters, digits and hyphens.',
  },
  'not-on-behalf': {
    'zh-CN': '代理他人时不能同时以角色身份预览。',
    ru: 'Нельзя одновременно замещать сотрудника и смотреть глазами роли.',
    en: 'You cannot act for somebody else and preview as a role at once.',
  },
};
