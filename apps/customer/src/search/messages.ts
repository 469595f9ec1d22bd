import type { Messages } from '@kontor/errors/messages';

/** What searches, metrics and stages say to callers. */
export const searchMessages: Messages = {
  'query-too-short': {
    'zh-CN': '搜索内容太短，请多输入几个字。',
    ru: 'Запрос слишком короткий: введите больше букв.',
    en: 'The search is too short: type a few more letters.',
  },
  'public-search-limit': {
    'zh-CN': '您今天的 {limit} 次公共搜索已用完。',
    ru: 'Сегодняшние поиски по всей базе ({limit}) исчерпаны.',
    en: 'You have used up today’s {limit} searches of the whole base.',
  },
  'scope-out-of-reach': {
    'zh-CN': '该范围内有您无权查看的客户。',
    ru: 'Не все клиенты этого охвата вам доступны.',
    en: 'You do not reach all customers of this scope.',
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
    ru: 'Код показателя не меняется.',
    en: 'The code of a metric does not change.',
  },
  'metric-not-counted': {
    'zh-CN': '该指标刚刚定义，正在统计，请稍后再试。',
    ru: 'Показатель определён только что и ещё считается. Повторите чуть позже.',
    en: 'The metric was defined just now and is still being counted. Please try again shortly.',
  },
  'metric-without-past': {
    'zh-CN': '字段“{field}”没有历史，无法计算过去的数值。',
    ru: 'У поля «{field}» нет истории: прошлое значение не посчитать.',
    en: 'The field {field} has no history: its past cannot be counted.',
  },
  'period-reversed': {
    'zh-CN': '结束时间须晚于开始时间。',
    ru: 'Период должен заканчиваться после начала.',
    en: 'The period must end after it starts.',
  },
  'period-too-long': {
    'zh-CN': '期间最长为 {max} 天。',
    ru: 'Период — не больше {max} дней.',
    en: 'A period has at most {max} days.',
  },
};
