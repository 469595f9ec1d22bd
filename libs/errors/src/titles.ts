import type { ErrorCode } from './codes.js';
import { errorCodes } from './codes.js';
import type { Language } from './languages.js';
import type { Messages } from './messages.js';

/** The short headline of each code: what a reader sees above the detail, and the last resort below it. */
export const titles: Messages = {
  'title-invalid': {
    'zh-CN': '请求内容有误',
    ru: 'Запрос заполнен неверно',
    en: 'The request is not valid',
  },
  'title-unprocessable': {
    'zh-CN': '请求无法处理',
    ru: 'Запрос нельзя выполнить',
    en: 'The request cannot be carried out',
  },
  'title-unauthenticated': { 'zh-CN': '请先登录', ru: 'Нужно войти в систему', en: 'Please sign in' },
  'title-forbidden': { 'zh-CN': '没有权限', ru: 'Недостаточно прав', en: 'Not permitted' },
  'title-not-found': { 'zh-CN': '未找到', ru: 'Не найдено', en: 'Not found' },
  'title-conflict': {
    'zh-CN': '与当前状态冲突',
    ru: 'Действие противоречит текущему состоянию',
    en: 'In conflict with the present state',
  },
  'title-stale': {
    'zh-CN': '记录已被他人修改',
    ru: 'Запись изменил кто-то другой',
    en: 'Somebody else has changed the record',
  },
  'title-too-large': {
    'zh-CN': '请求内容过大',
    ru: 'Слишком большой запрос',
    en: 'The request is too large',
  },
  'title-unsupported': {
    'zh-CN': '不支持的格式',
    ru: 'Формат не поддерживается',
    en: 'The format is not supported',
  },
  'title-exhausted': { 'zh-CN': '请求过于频繁', ru: 'Слишком много запросов', en: 'Too many requests' },
  'title-unavailable': {
    'zh-CN': '服务暂时不可用',
    ru: 'Сервис временно недоступен',
    en: 'The service is temporarily unavailable',
  },
  'title-deadline': {
    'zh-CN': '处理超时',
    ru: 'Время ожидания истекло',
    en: 'The request took too long',
  },
  'title-internal': { 'zh-CN': '系统内部错误', ru: 'Внутренняя ошибка системы', en: 'Internal error' },
};

/** The headline of a code in a language. */
export function titleOf(code: ErrorCode, language: Language): string {
  return titles[errorCodes[code].title]?.[language] ?? code;
}
