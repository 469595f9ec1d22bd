import type { Messages } from '@kontor/errors/messages';

/** What searches, metrics and stages say to callers. */
export const searchMessages: Messages = {
  'query-too-short': {
    'zh-CN': '搜索内容太短，请多输入几个字。',
    ru: 'Запрос слишком короткий: введите ещё несколько букв.',
    en: 'The search is too short: type a few more letters.',
  },
  'public-search-limit': {
    'zh-CN': '您今天的 {limit} 次全库搜索已用完，请明天再试。',
    ru: 'Дневной лимит поиска по всей базе исчерпан ({limit}). Повторите завтра.',
    en: 'You have used up today’s searches of the whole base ({limit}). Try again tomorrow.',
  },
  'scope-out-of-reach': {
    'zh-CN': '该范围内有您无权查看的客户，请缩小范围。',
    ru: 'Вам доступны не все клиенты этой выборки. Сузьте её.',
    en: 'You may not see all customers of this scope. Choose a narrower one.',
  },
  'metric-not-found': {
    'zh-CN': '没有这个指标。',
    ru: 'Такого показателя нет.',
    en: 'There is no such metric.',
  },
  'metric-code-taken': {
    'zh-CN': '已有相同代码的指标。',
    ru: 'Показатель с таким кодом уже есть.',
    en: 'A metric with this code exists already.',
  },
  'metric-code-stays': {
    'zh-CN': '指标代码不能更改。',
    ru: 'Изменить код показателя нельзя.',
    en: 'The code of a metric cannot be changed.',
  },
  'metric-not-counted': {
    'zh-CN': '该指标刚刚定义，仍在统计，请稍后再试。',
    ru: 'Показатель только что задан и ещё считается. Повторите чуть позже.',
    en: 'The metric was defined just now and is still being counted. Please try again shortly.',
  },
  'metric-without-past': {
    'zh-CN': '字段“{field}”没有历史记录，无法统计过去的数值。',
    ru: 'У поля «{field}» нет истории, поэтому посчитать показатель за прошлое нельзя.',
    en: 'The field “{field}” has no history, so the metric cannot be counted for the past.',
  },
  'period-reversed': {
    'zh-CN': '结束时间必须晚于开始时间。',
    ru: 'Окончание периода должно быть позже начала.',
    en: 'The period must end after it starts.',
  },
  'period-too-long': {
    'zh-CN': '时间段最长 {max} 天，请缩短。',
    ru: 'Период не может быть длиннее {max} {max|one:дня|other:дней}.',
    en: 'A period may have {max} days at most.',
  },
};
